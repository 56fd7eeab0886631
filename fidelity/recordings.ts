/** What brokers of seven releases answered, and what the model answers in their place. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { resolveTopicConfig } from "../src/kafka/config/resolve-topic.ts";
import { type Answer, answersOf } from "./conversations/answer.ts";
import { clientConversation } from "./conversations/client-conversation.ts";
import { controllerConversation } from "./conversations/controller-conversation.ts";
import { leaderConversation } from "./conversations/leader-conversation.ts";
import { SimulatedClientSeat } from "./model/client-seat.ts";
import { SimulatedControllerSeat } from "./model/controller-seat.ts";
import { SimulatedLeaderSeat } from "./model/leader-seat.ts";
import { packageRoot } from "./package-root.ts";
import { type Conversation, circumstancesOf, conversations, type Release, rulesFor } from "./releases.ts";

/** Of the real and of the simulated leader of the recorded conversation. */
export const replicaLagTimeMaxMs = 4000;

export type Recording = Readonly<Partial<Record<Conversation, readonly Answer[]>>>;

const fileOf = (release: Release): string => join(packageRoot, "test", "fidelity", "recorded", `${release}.json`);

export const recordedAnswers = (release: Release): Recording => JSON.parse(readFileSync(fileOf(release), "utf8"));

/** One answer a line. */
export function recordAnswers(release: Release, recording: Recording): void {
  const parts = conversations.flatMap((name) => {
    const lines = recording[name]?.map((answer) => `    ${spaced(answer)}`);
    return lines === undefined ? [] : [`  "${name}": [\n${lines.join(",\n")}\n  ]`];
  });
  writeFileSync(fileOf(release), `{\n${parts.join(",\n")}\n}\n`);
}

/** JSON in one line, as the formatter of the repository writes it. */
function spaced(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(spaced).join(", ")}]`;
  const fields = Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}: ${spaced(one)}`);
  return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
}

export function simulatedAnswers(release: Release, conversation: Conversation): Promise<readonly Answer[]> {
  const { version, eligibleLeaderReplicas } = circumstancesOf(release);
  const rules = rulesFor(release);
  return answersOf((say) => {
    if (conversation === "client")
      return clientConversation(new SimulatedClientSeat(rules, resolveTopicConfig({}, {}, version)), say);
    if (conversation === "leader") return leaderConversation(new SimulatedLeaderSeat(rules, replicaLagTimeMaxMs), say);
    return controllerConversation(new SimulatedControllerSeat(rules, eligibleLeaderReplicas), say);
  });
}
