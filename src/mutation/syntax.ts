/** TypeScript source as a syntax tree (ESTree, by the parser of rolldown). */
import { parseAst } from "rolldown/parseAst";

/** A node of the syntax tree; its fields are those of the ESTree of TypeScript. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

export const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && "type" in value;

export const parseSource = (text: string, path: string): Node =>
  parseAst(text, { lang: "ts" }, path) as unknown as Node;

/** The nodes directly below one, in the order of the source. */
export function childrenOf(node: Node): readonly Node[] {
  const children: Node[] = [];
  for (const value of Object.values(node)) {
    if (isNode(value)) children.push(value);
    else if (Array.isArray(value)) children.push(...value.filter(isNode));
  }
  return children.sort((a, b) => a.start - b.start);
}

export const isFunction = ({ type }: Node): boolean =>
  type === "ArrowFunctionExpression" || type === "FunctionExpression" || type === "FunctionDeclaration";

export const isLoop = ({ type }: Node): boolean =>
  type === "ForStatement" ||
  type === "ForOfStatement" ||
  type === "ForInStatement" ||
  type === "WhileStatement" ||
  type === "DoWhileStatement";
