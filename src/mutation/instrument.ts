/** Writes mutants into the source of their file, each behind its number, and a counter into every loop. */
import MagicString from "magic-string";
import { invariant } from "../core/invariant.ts";
import type { Mutant } from "./mutant.ts";
import { switchboardName } from "./switchboard.ts";
import { childrenOf, isLoop, isNode, type Node, parseSource } from "./syntax.ts";

/** A mutant that is built in, by the number that switches it on. */
export interface Numbered {
  readonly id: number;
  readonly mutant: Mutant;
}

/** At most one mutant changes one node. */
export function instrument(file: string, text: string, mutants: readonly Numbered[]): string {
  const code = new MagicString(text);
  const byPlace = new Map(mutants.map((one) => [`${one.mutant.start} ${one.mutant.end} ${nodeKind(one.mutant)}`, one]));
  // What is inside is wrapped first: what is around it then stands around it.
  const visit = (node: Node): void => {
    for (const child of childrenOf(node)) visit(child);
    const place = `${node.start} ${node.end} ${isStatement(node) ? "statement" : "expression"}`;
    const numbered = byPlace.get(place);
    // A chain and the call in it are two nodes of one place.
    byPlace.delete(place);
    if (numbered !== undefined) write(code, node, numbered);
    const body = node["body"];
    if (isLoop(node) && isNode(body)) wrap(code, body, `{ ${switchboardName}.round(); `, " }");
  };
  invariant(byPlace.size === mutants.length, "at most one mutant changes a node");
  visit(parseSource(text, file));
  invariant(byPlace.size === 0, "every mutant is built in");
  return code.toString();
}

/** `foo()` at the end of a line without a semicolon is a statement and an expression of one place. */
const nodeKind = ({ kind }: Mutant): string => (kind === "call" || kind === "return" ? "statement" : "expression");
const isStatement = ({ type }: Node): boolean => type.endsWith("Statement");

function wrap(code: MagicString, { start, end }: Node, before: string, after: string): void {
  code.prependRight(start, before);
  code.appendLeft(end, after);
}

function write(code: MagicString, node: Node, { id, mutant: { kind, change } }: Numbered): void {
  const isOn = `${switchboardName}.is(${id})`;
  const { operator } = node;
  switch (kind) {
    case "comparison":
      wrap(code, node, `${switchboardName}.comparisons["${change}"](${id}, `, ")");
      replaceOperator(code, node, ",");
      break;
    case "logic": {
      const both = `${isOn} ? left ${operator === "&&" ? "||" : "&&"} right() : left ${operator} right()`;
      wrap(code, node, `((left, right) => ${both})(`, ")");
      replaceOperator(code, node, ", () => ");
      break;
    }
    case "negation":
      wrap(code, node, `(${isOn} !== Boolean(`, "))");
      break;
    case "call":
    case "return":
      wrap(code, node, `{ if (!${isOn}) `, " }");
      break;
    case "constant":
      wrap(code, node, `(${isOn} ? ${change.split(" to ")[1]} : `, ")");
      break;
  }
}

/** Brackets around an operand stay. */
function replaceOperator(code: MagicString, { left, right, operator }: Node, text: string): void {
  const at = code.original.indexOf(String(operator), (left as Node).end);
  invariant(at >= 0 && at < (right as Node).start, "the operator stands between its operands");
  code.update(at, at + String(operator).length, text);
}
