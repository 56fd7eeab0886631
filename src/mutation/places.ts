/** Every mutant that a file of the source allows, in the order of the source. */
import { keyOf, type Mutant } from "./mutant.ts";
import { changesOf, isLeftAlone } from "./mutators.ts";
import { childrenOf, isFunction, isNode, type Node, parseSource } from "./syntax.ts";

export function mutantsOf(file: string, text: string): readonly Mutant[] {
  const found: Mutant[] = [];
  const met = new Map<string, number>();
  const lines = new Lines(text);
  const visit = (node: Node, above: readonly Node[]): void => {
    if (isLeftAlone(node)) return;
    for (const { kind, change } of changesOf(node, above)) {
      const line = lines.lineAt(node.start);
      const place = { file, function: nameOf(above), source: lines.textOf(line), change };
      const alike = keyOf({ ...place, nth: 0 });
      const nth = met.get(alike) ?? 0;
      met.set(alike, nth + 1);
      found.push({ ...place, nth, kind, line, start: node.start, end: node.end, isStatic: isStatic(above) });
    }
    const inside = [...above, node];
    for (const child of childrenOf(node)) visit(child, inside);
  };
  visit(parseSource(text, file), []);
  return found;
}

class Lines {
  readonly #lines: readonly string[];
  readonly #starts: readonly number[];

  constructor(text: string) {
    this.#lines = text.split("\n");
    let at = 0;
    this.#starts = this.#lines.map((line) => {
      const start = at;
      at += line.length + 1;
      return start;
    });
  }

  /** From 1. */
  lineAt(offset: number): number {
    const after = this.#starts.findIndex((start) => start > offset);
    return after < 0 ? this.#starts.length : after;
  }

  textOf(line: number): string {
    return this.#lines[line - 1]!.trim();
  }
}

/** `RecordAccumulator.append`: whatever has a name around it, and holds code. */
function nameOf(above: readonly Node[]): string {
  const names = above.flatMap((node, i) => {
    const value = node["value"] ?? node["init"];
    const isNamed =
      node.type === "FunctionDeclaration" ||
      node.type === "ClassDeclaration" ||
      node.type === "PropertyDefinition" ||
      (isNode(value) && isFunction(value) && above[i + 1] === value);
    const name = (node["id"] ?? node["key"]) as Node | null | undefined;
    return isNamed && isNode(name) ? [`${name.type === "PrivateIdentifier" ? "#" : ""}${name["name"]}`] : [];
  });
  return names.join(".");
}

/** Not within a function: a class's field is initialised whenever an object is made. */
const isStatic = (above: readonly Node[]): boolean =>
  !above.some((node) => isFunction(node) || (node.type === "PropertyDefinition" && node["static"] !== true));
