/** A product of two small files: what may be mutated in it is known by heart. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { instrument, type Numbered } from "../../src/mutation/instrument.ts";
import type { Mutant } from "../../src/mutation/mutant.ts";
import { mutantsOf } from "../../src/mutation/places.ts";
import { scratch } from "../scratch.ts";

/** A buffer that takes `limit` values and then refuses. */
export const bufferFile = "src/buffer.ts";
export const bufferText = `
export const limit = 3;

export class Buffer {
  readonly values: number[] = [];

  add(value: number, urgent: boolean): boolean {
    if (this.values.length >= limit && !urgent) return false;
    this.values.push(value);
    return true;
  }

  drain(): number {
    let sum = 0;
    while (this.values.length > 0) sum += this.values.pop()!;
    return sum;
  }
}
`;

/** What a run of a scenario is here: values are added, then drained; the check says that all that was taken came out. */
const runText = `
import { Buffer } from "./buffer.ts";

export function run({ values }: { readonly values: readonly number[] }) {
  const buffer = new Buffer();
  const taken = values.filter((value) => buffer.add(value, value > 100)).reduce((sum, value) => sum + value, 0);
  const sum = buffer.drain();
  const broken = { check: "all-comes-out", sentence: \`\${sum} of \${taken}\`, promised: true };
  return { violations: sum === taken ? [] : [broken], stop: "done", events: 1 };
}
`;

export const bufferMutants = (): readonly Mutant[] => mutantsOf(bufferFile, bufferText);

/** The folder of a repository that holds them, and its entry. */
export function plantProduct(): { readonly root: string; readonly entry: string } {
  const root = scratch();
  mkdirSync(join(root, "src"));
  writeFileSync(join(root, bufferFile), bufferText);
  writeFileSync(join(root, "src/run.ts"), runText);
  return { root, entry: "src/run.ts" };
}

/** Mutants by what they change: `>= to >`. */
export const named = (...changes: readonly string[]): readonly Numbered[] =>
  changes.map((change, id) => ({ id, mutant: bufferMutants().find((one) => one.change === change)! }));

export const instrumented = (text: string, mutants: readonly Numbered[]): string =>
  instrument("src/x.ts", text, mutants);
