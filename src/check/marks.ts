/**
 * `Sometimes` marks: things that must have happened in some run, or a property has passed without meeting its case.
 * Counted from observations, one byte per mark and run.
 */
import { invariant } from "../core/invariant.ts";
import sections from "./marks.json" with { type: "json" };

interface MarkCard {
  readonly name: string;
  /** What happened, in one line. */
  readonly sentence: string;
  /** Where the rules stand that it is about. */
  readonly source: string;
}

/**
 * Met under the rules of earlier releases only: today's leaders commit nothing below min.insync.replicas, so that no batch is
 * committed and refused at once (KAFKA-15583, KIP-966).
 */
export const notToday: readonly string[] = ["not-enough-replicas-after-append"];

export const marks: readonly MarkCard[] = Object.entries(sections).flatMap(([source, named]) =>
  Object.entries(named).map(([name, sentence]) => ({ name, sentence, source })),
);

/** One byte per mark of the list, 1 once it is met. */
export type Marks = Uint8Array;

export const newMarks = (): Marks => new Uint8Array(marks.length);

/** Place of a mark; -1 if there is none of that name. */
const markIndex = (name: string): number => marks.findIndex((mark) => mark.name === name);

export const markNames = (met: Marks): readonly string[] =>
  marks.filter((_, i) => met[i] === 1).map((mark) => mark.name);

/** A function that sets the mark. */
export function hitter(met: Marks, name: string): () => void {
  const index = markIndex(name);
  invariant(index >= 0, `no mark is called ${name}`);
  return () => {
    met[index] = 1;
  };
}
