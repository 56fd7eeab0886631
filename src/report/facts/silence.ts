/** What keeps nodes from hearing each other. */
import type { Fault } from "../../chaos/fault.ts";
import { isController, nodeName, nodeNamed } from "../../core/ids.ts";
import type { Fact } from "./fact.ts";

/** One of them is down, paused or stopping, or a fault lies between them. */
export function silences(fact: Fact, a: number, b: number): boolean {
  return silencesSome(fact, a, (node) => node === b);
}

/** The same between a node and the controllers. */
export const silencesControl = (fact: Fact, node: number): boolean => silencesSome(fact, node, isController);

function silencesSome(fact: Fact, a: number, isOther: (node: number) => boolean): boolean {
  if (fact.kind === "down" || fact.kind === "pause" || fact.kind === "stopping")
    return fact.nodes.includes(a) || fact.nodes.some(isOther);
  return fact.kind === "fault" && separates(fact.fault, nodeName(a), isNamed(isOther));
}

const isNamed = (isOther: (node: number) => boolean) => (name: string) => {
  const node = nodeNamed(name);
  return node !== undefined && isOther(node);
};

function separates(fault: Fault, a: string, isOther: (name: string) => boolean): boolean {
  switch (fault.kind) {
    case "cut":
      return (fault.from.includes(a) && fault.to.some(isOther)) || (fault.from.some(isOther) && fault.to.includes(a));
    case "isolate":
      return fault.node === a || isOther(fault.node);
    case "session-loss":
      return (fault.node === a && isOther("controller")) || (isOther(fault.node) && a === "controller");
    default:
      return false;
  }
}
