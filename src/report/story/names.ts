/** Names of nodes and partitions inside a sentence. */
import { nodeName } from "../../core/ids.ts";

/** `b1`, `the controller`. */
export function whoIs(node: number): string {
  const name = nodeName(node);
  return name === "controller" ? "the controller" : name;
}

/** `b1`, `b1 and b2`, `b1, b2 and b3`. */
export function listed(names: readonly string[]): string {
  if (names.length === 0) return "nobody";
  if (names.length === 1) return names[0]!;
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

export const listedNodes = (nodes: readonly number[]): string => listed(nodes.map(whoIs));

/** Beyond so many partitions two of them stand for all. */
const mostNames = 4;

export function fewOf(names: readonly string[]): string {
  const sorted = [...names].sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  if (sorted.length <= mostNames) return sorted.length === 0 ? "" : listed(sorted);
  return listed([...sorted.slice(0, 2), `${sorted.length - 2} more partitions`]);
}
