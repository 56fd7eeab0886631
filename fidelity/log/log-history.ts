/**
 * Random histories of one log: appends as a leader and as a follower, truncation, leader epochs, high watermarks, deleted
 * records, retention, rolled segments, crashes and clean restarts. A step is drawn beside what the model's log then holds,
 * and written as a line that the oracle knows.
 */
import fc from "fast-check";
import type { SimulatedLog } from "./simulated-log.ts";

export const retentionMs = 1000;
const steps = 16;
const lastEpoch = 9;
/** A follower's log has batches of a producer of its own. */
const followedProducer = 3;

type Draw =
  | { readonly do: "lead"; readonly producer: number; readonly off: number; readonly count: number }
  | {
      readonly do: "follow";
      readonly gap: number;
      readonly count: number;
      readonly behind: number;
      readonly sequence: number;
    }
  | { readonly do: "truncate"; readonly back: number }
  | { readonly do: "start-at" | "high-watermark" | "delete-records"; readonly at: number }
  | { readonly do: "epoch"; readonly by: number }
  | { readonly do: "pass"; readonly ms: number }
  | { readonly do: "roll" | "retain" | "checkpoint" | "crash" | "restart" };

/** A place in a log of which 0 is the beginning and 1000 a little beyond the end. */
const place = fc.integer({ min: 0, max: 1000 });

const draw: fc.Arbitrary<Draw> = fc.oneof(
  {
    weight: 32,
    arbitrary: fc.record({
      do: fc.constant("lead" as const),
      producer: fc.constantFrom(-1, 1, 2, 1, 2),
      off: fc.constantFrom(0, 0, 0, 0, 0, 0, -1, -2, -3, 1),
      count: fc.integer({ min: 1, max: 3 }),
    }),
  },
  {
    weight: 18,
    arbitrary: fc.record({
      do: fc.constant("follow" as const),
      gap: fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 1, 2, -1, -2),
      count: fc.integer({ min: 1, max: 3 }),
      behind: fc.integer({ min: 0, max: 2 }),
      sequence: fc.integer({ min: -10, max: 20 }),
    }),
  },
  {
    weight: 9,
    arbitrary: fc.record({ do: fc.constant("truncate" as const), back: fc.integer({ min: 0, max: 6 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("start-at" as const), at: place }) },
  {
    weight: 10,
    arbitrary: fc.record({ do: fc.constant("epoch" as const), by: fc.integer({ min: 1, max: 2 }) }),
  },
  { weight: 10, arbitrary: fc.record({ do: fc.constant("high-watermark" as const), at: place }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant("delete-records" as const), at: place }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("pass" as const), ms: fc.constantFrom(100, 600, 1500) }) },
  {
    weight: 18,
    arbitrary: fc.record({
      do: fc.constantFrom("roll", "retain", "checkpoint", "crash", "restart", "crash", "restart" as const),
    }),
  },
);

export type LogDraws = readonly (Draw | null)[];

/** A step that shrinking takes out becomes null. */
export const logHistories: fc.Arbitrary<LogDraws> = fc.noBias(
  fc.array(fc.option(draw, { nil: null, freq: 60 }), { minLength: steps, maxLength: steps }),
);

/** Plays the draws in the model's log: each step as a line, with what the log answered and then showed. */
export function playLogHistory(draws: LogDraws, log: SimulatedLog): readonly (readonly [line: string, seen: string])[] {
  const writer = new Writer(log);
  return draws.flatMap((one) => {
    const line = one === null ? null : writer.lineOf(one);
    return line === null ? [] : [[line, log.answer(line)] as const];
  });
}

/** Makes lines of draws, from what the log holds. */
class Writer {
  readonly #simulated: SimulatedLog;
  readonly #sequences = new Map<number, number>();
  #epoch = 0;

  constructor(simulated: SimulatedLog) {
    this.#simulated = simulated;
  }

  lineOf(drawn: Draw): string {
    const { logStartOffset, logEndOffset } = this.#simulated.log;
    switch (drawn.do) {
      case "lead":
        return this.#lead(drawn.producer, drawn.off, drawn.count);
      case "follow":
        return this.#follow(drawn);
      case "truncate":
        return `truncate ${Math.max(logStartOffset, logEndOffset - drawn.back)}`;
      case "start-at":
      case "high-watermark":
      case "delete-records":
        return `${drawn.do} ${Math.floor((drawn.at * (logEndOffset + 2)) / 1001)}`;
      case "epoch":
        this.#epoch = Math.min(lastEpoch, this.#epoch + drawn.by);
        return `epoch ${this.#epoch}`;
      case "pass":
        return `pass ${drawn.ms}`;
      default:
        return drawn.do;
    }
  }

  /** A leader has its epoch in the cache before it appends. */
  #lead(producer: number, off: number, count: number): string {
    const { latestEpoch } = this.#simulated.log;
    if (latestEpoch !== this.#epoch) return `epoch ${this.#epoch}`;
    if (producer < 0) return `lead -1 -1 -1 ${count} ${this.#epoch}`;
    const next = this.#sequences.get(producer) ?? 0;
    if (off === 0) this.#sequences.set(producer, next + count);
    return `lead ${producer} 0 ${Math.max(0, next + off)} ${count} ${this.#epoch}`;
  }

  /** No leader sends a batch older than what the follower holds: it is told to truncate first. */
  #follow({ gap, count, behind, sequence }: Extract<Draw, { do: "follow" }>): string {
    const { logEndOffset, latestEpoch } = this.#simulated.log;
    const held = Math.max(0, latestEpoch);
    const batchEpoch = Math.max(held, this.#epoch - behind);
    const producer = sequence < 0 ? "-1 -1 -1" : `${followedProducer} 0 ${sequence}`;
    return `follow ${Math.max(0, logEndOffset + gap)} ${count} ${batchEpoch} ${producer} ${Math.max(held, this.#epoch)}`;
  }
}
