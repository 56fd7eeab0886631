/** A fault or an operator's action in the words of its card. */
import { cardOf, type Fault } from "../../chaos/fault.ts";
import type { Speaker } from "../../chaos/fault-card.ts";
import { listed } from "./names.ts";

const who = (node: string): string => (node === "controller" ? "the controller" : node);
const speaker: Speaker = { who, all: (nodes) => listed(nodes.map(who)) };

/** How it begins. */
export const faultText = (fault: Fault): string => cardOf(fault.kind).begins(fault, speaker);

/** How it ends; null if that is no news, or seen from what the nodes do. */
export const healText = (fault: Fault): string | null => cardOf(fault.kind).ends?.(fault, speaker) ?? null;
