/** One file of the source as its syntax says it: what it imports, exports and declares. */
import { dirname, join } from "node:path";
import { isNode, type Node, parseSource } from "../../src/mutation/syntax.ts";
import type { SourceFile } from "../source-files.ts";

export type { Node };

export interface Import {
  /** The path of the imported file, from the repository's root. */
  readonly target: string;
  /** The names that are imported; null: all of them. */
  readonly names: readonly string[] | null;
}

export interface Module {
  readonly file: SourceFile;
  readonly nodes: readonly Node[];
  readonly imports: readonly Import[];
  readonly exports: readonly string[];
}

export const lineOf = ({ text }: SourceFile, { start }: Node): number => text.slice(0, start).split("\n").length;

export function parsed(file: SourceFile): Module {
  const nodes: Node[] = [];
  const pending: unknown[] = [parseSource(file.text, file.path)];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (isNode(node)) nodes.push(node);
    for (const value of Array.isArray(node) ? node : Object.values(node as object))
      if (typeof value === "object" && value !== null) pending.push(value);
  }
  return { file, nodes, imports: nodes.flatMap((node) => importsOf(file, node)), exports: nodes.flatMap(exportsOf) };
}

function importsOf(file: SourceFile, node: Node): readonly Import[] {
  const { source } = node;
  const from = isNode(source) ? source["value"] : undefined;
  if (typeof from !== "string" || !from.startsWith(".")) return [];
  return [{ target: join(dirname(file.path), from), names: namesOf(node) }];
}

function namesOf({ type, specifiers }: Node): readonly string[] | null {
  if (!Array.isArray(specifiers) || type === "ImportExpression") return null;
  const names = specifiers.map((one: Node) => (one["imported"] ?? one["local"]) as Node);
  const isWhole = specifiers.some((one: Node) => one.type === "ImportNamespaceSpecifier");
  return isWhole ? null : names.map(({ name }) => String(name));
}

function exportsOf({ type, declaration, specifiers }: Node): readonly string[] {
  if (type !== "ExportNamedDeclaration") return [];
  const named = (specifiers as readonly Node[]).map(({ exported }) => String((exported as Node)["name"]));
  if (!isNode(declaration)) return named;
  const declared = declaration["declarations"] as readonly Node[] | undefined;
  return (declared ?? [declaration]).flatMap(({ id }) => boundNames(id as Node));
}

const boundNames = (pattern: Node): readonly string[] =>
  pattern.type === "Identifier"
    ? [String(pattern["name"])]
    : [...((pattern["properties"] ?? pattern["elements"]) as readonly Node[])].flatMap((one) =>
        boundNames((one["value"] ?? one) as Node),
      );
