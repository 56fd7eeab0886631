/**
 * What earlier runs of a row taught: scenarios that met something new, to go on from.
 *
 * Runs come in generations. Those of generation g learn from all runs before generation g - 1, so that workers seldom
 * wait for one another, and what is learnt depends on indexes alone, never on the number of jobs.
 *
 *   0      60     120          240                      480 ...       doubling, then 960 each
 *   |  0   |  1   |     2      |           3            |
 *                 learns from 0   learns from 0 and 1
 */
import type { Scenario } from "../scenario/scenario.ts";

export interface Feedback {
  readonly parents: readonly Parent[];
}

/** A scenario that met marks, or pairs of marks, that are rare: the rarer, the heavier. */
interface Parent {
  readonly scenario: Scenario;
  readonly weight: number;
}

export const noFeedback: Feedback = { parents: [] };

/** There is most to learn in the beginning; later, long ones keep many workers busy. */
const firstSize = 60;
const doublings = 4;
const largestSize = firstSize * 2 ** doublings;

export function generationOf(index: number): number {
  const units = Math.floor(index / firstSize);
  if (units < 2 ** doublings) return units === 0 ? 0 : 32 - Math.clz32(units);
  return doublings + Math.floor(index / largestSize);
}

/** The first index of a generation. */
export function generationStart(generation: number): number {
  if (generation === 0) return 0;
  if (generation <= doublings) return firstSize * 2 ** (generation - 1);
  return largestSize * (generation - doublings);
}

/** What is known of a run once it is over. */
export interface RunResult {
  readonly index: number;
  readonly marks: readonly string[];
}

const mostParents = 64;

interface Candidate {
  readonly scenario: Scenario;
  /** The marks and pairs of marks that it met when few had. */
  readonly features: readonly string[];
}

/** Learns from the runs of one row, told in the order of their indexes, a generation at a time. */
export class Learner {
  readonly #scenarioOf: (index: number, feedback: Feedback) => Scenario;
  /** How many runs met each mark and each pair. */
  readonly #met = new Map<string, number>();
  #candidates: Candidate[] = [];
  /** By generation. */
  readonly #feedback: Feedback[] = [noFeedback, noFeedback];
  #told = 0;

  /** `scenarioOf` draws a run's scenario again. */
  constructor(scenarioOf: (index: number, feedback: Feedback) => Scenario) {
    this.#scenarioOf = scenarioOf;
  }

  /** How many generations were told. */
  get told(): number {
    return this.#told;
  }

  /** Null while a generation that it learns from is not told yet. */
  feedbackOf(generation: number): Feedback | null {
    return this.#feedback[generation] ?? null;
  }

  /** All runs of the next generation. */
  tell(results: readonly RunResult[]): void {
    const feedback = this.#feedback[this.#told]!;
    for (const { index, marks } of results) {
      const features = featuresOf(marks);
      const isNew = features.filter((feature) => !this.#met.has(feature));
      for (const feature of features) this.#met.set(feature, (this.#met.get(feature) ?? 0) + 1);
      if (isNew.length > 0) this.#candidates.push({ scenario: this.#scenarioOf(index, feedback), features: isNew });
    }
    this.#told += 1;
    this.#feedback.push(this.#weigh());
  }

  /** The heaviest stay; what has become common since it was new weighs little. */
  #weigh(): Feedback {
    const weighed = this.#candidates.map((candidate) => ({
      candidate,
      weight: candidate.features.reduce((sum, feature) => sum + 1 / (this.#met.get(feature) ?? 1), 0),
    }));
    weighed.sort((a, b) => b.weight - a.weight);
    const kept = weighed.slice(0, mostParents);
    this.#candidates = kept.map(({ candidate }) => candidate);
    return { parents: kept.map(({ candidate, weight }) => ({ scenario: candidate.scenario, weight })) };
  }
}

function featuresOf(marks: readonly string[]): readonly string[] {
  const features = [...marks];
  for (let i = 0; i < marks.length; i++) {
    for (let j = i + 1; j < marks.length; j++) features.push(`${marks[i]} ${marks[j]}`);
  }
  return features;
}
