/**
 * Which changes a place of the source allows, each of a kind that a programmer makes by mistake. Assertions and
 * observations are left as they are: they say what is so, they decide nothing.
 */
import type { Kind } from "./mutant.ts";
import { isFunction, isNode, type Node } from "./syntax.ts";

interface Change {
  readonly kind: Kind;
  readonly change: string;
}

/** Each comparison with what it is easily taken for. */
const mistaken: Readonly<Record<string, readonly string[]>> = {
  "<": ["<=", ">="],
  "<=": ["<", ">"],
  ">": [">=", "<="],
  ">=": [">", "<"],
  "===": ["!=="],
  "!==": ["==="],
};

const typed = ["TSAsExpression", "TSNonNullExpression", "TSSatisfiesExpression"];
const plain = ["Identifier", "MemberExpression", "CallExpression", "ChainExpression"];

/** Neither it nor what is below it is changed. */
export const isLeftAlone = (node: Node): boolean =>
  (node.type.startsWith("TS") && !typed.includes(node.type)) ||
  node.type === "ThrowStatement" ||
  (node.type === "CallExpression" && isAside(node["callee"] as Node));

/** `invariant(...)`, `requireOrder(log)`, `env.observer.appended(...)`. */
function isAside(callee: Node): boolean {
  if (callee.type === "Identifier") return /^(invariant|unreachable|require[A-Z]\w*)$/.test(String(callee["name"]));
  const { object } = callee;
  if (callee.type !== "MemberExpression" || !isNode(object)) return false;
  const owner = object.type === "MemberExpression" ? (object["property"] as Node) : object;
  return owner.type === "Identifier" && owner["name"] === "observer";
}

/** `above`: the nodes around it, the innermost last. */
export function changesOf(node: Node, above: readonly Node[]): readonly Change[] {
  const { operator } = node;
  switch (node.type) {
    case "BinaryExpression":
      return (mistaken[String(operator)] ?? []).map((to) => ({ kind: "comparison", change: `${operator} to ${to}` }));
    case "LogicalExpression":
      if (operator === "&&") return [{ kind: "logic", change: "&& to ||" }];
      return operator === "||" ? [{ kind: "logic", change: "|| to &&" }] : [];
    case "UnaryExpression":
      if (operator === "!") return [{ kind: "negation", change: "! dropped" }];
      return isNegativeNumber(node) ? [otherNumber(-Number((node["argument"] as Node)["value"]))] : [];
    case "ExpressionStatement":
      return isCall(node["expression"] as Node) ? [{ kind: "call", change: "call dropped" }] : [];
    case "ReturnStatement":
      return isLast(node, above) ? [] : [{ kind: "return", change: "return dropped" }];
    case "ContinueStatement":
      return [{ kind: "return", change: "continue dropped" }];
    case "Literal":
      return constantChanges(node, above.at(-1));
    default:
      return plain.includes(node.type) && isTest(node, above) ? [{ kind: "negation", change: "negated" }] : [];
  }
}

function constantChanges(node: Node, parent: Node | undefined): readonly Change[] {
  const { value } = node;
  if (parent !== undefined && (parent["key"] === node || isNegativeNumber(parent))) return [];
  if (typeof value === "boolean") return [{ kind: "constant", change: `${value} to ${!value}` }];
  return typeof value === "number" ? [otherNumber(value)] : [];
}

/** One more; but 1 and -1 become 0. */
const otherNumber = (value: number): Change => ({
  kind: "constant",
  change: `${value} to ${Math.abs(value) === 1 ? 0 : value + 1}`,
});

const isNegativeNumber = ({ type, operator, argument }: Node): boolean =>
  type === "UnaryExpression" && operator === "-" && isNode(argument) && typeof argument["value"] === "number";

function isCall(node: Node): boolean {
  const call = node.type === "ChainExpression" ? (node["expression"] as Node) : node;
  return call.type === "CallExpression" && !isLeftAlone(call);
}

/** Nobody forgets the result at the end of a function: only a return before the end is dropped. */
function isLast(node: Node, above: readonly Node[]): boolean {
  const [holder, block] = above.slice(-2);
  if (holder === undefined || block === undefined || !isFunction(holder)) return false;
  return (block["body"] as readonly Node[]).at(-1) === node;
}

/** What `if`, `?:` or a loop asks, or one of the parts that `&&` and `||` connect there. */
function isTest(node: Node, above: readonly Node[]): boolean {
  let asked = node;
  for (const parent of above.toReversed()) {
    // A case is compared with, not asked.
    if (parent["test"] === asked) return parent.type !== "SwitchCase";
    if (parent.type !== "LogicalExpression") return false;
    asked = parent;
  }
  return false;
}
