/** What keeps two nodes from hearing each other. */
import type { Fault } from "../../chaos/fault.ts";
import { nodeName } from "../../core/ids.ts";
import type { Fact } from "./fact.ts";

/** One of them is down, paused or stopping, or a fault lies between them. */
export function silences(fact: Fact, a: number, b: number): boolean {
  if (fact.kind === "down" || fact.kind === "pause" || fact.kind === "stopping")
    return fact.nodes.includes(a) || fact.nodes.includes(b);
  return fact.kind === "fault" && separates(fact.fault, nodeName(a), nodeName(b));
}

function separates(fault: Fault, a: string, b: string): boolean {
  switch (fault.kind) {
    case "cut":
      return (fault.from.includes(a) && fault.to.includes(b)) || (fault.from.includes(b) && fault.to.includes(a));
    case "isolate":
      return fault.node === a || fault.node === b;
    case "session-loss":
      return (fault.node === a && b === "controller") || (fault.node === b && a === "controller");
    default:
      return false;
  }
}
