/**
 * Random conversations with a leader and two followers: steps as plain data, so that two leaders can be asked the same, a
 * failing script printed, and played again. Every step is drawn near what the log then holds.
 */
import fc from "fast-check";
import type { Say } from "../conversations/answer.ts";
import type { BatchDraft } from "../conversations/client-conversation.ts";
import type { LeaderSeat } from "../conversations/leader-conversation.ts";

export type LeaderStep =
  | { readonly do: "produce"; readonly producer: number; readonly sequence: number; readonly count: number }
  | {
      readonly do: "follow";
      readonly id: number;
      readonly offset: number;
      readonly cle: number;
      readonly lfe: number;
      readonly start: number;
    }
  | { readonly do: "consume"; readonly offset: number; readonly cle: number; readonly lfe: number }
  | { readonly do: "list"; readonly timestamp: number; readonly replicaId: number; readonly cle: number }
  | { readonly do: "epoch-end"; readonly epoch: number; readonly cle: number }
  | { readonly do: "delete"; readonly offset: number }
  | { readonly do: "new-epochs" };

export type LeaderScript = readonly LeaderStep[];

/** A step as it is drawn: numbers that say how far it lies from what is expected. */
type Draw =
  | { readonly do: "produce"; readonly producer: number; readonly off: number; readonly count: number }
  | {
      readonly do: "follow";
      readonly id: number;
      readonly move: number;
      readonly cle: number;
      readonly lfe: number;
      readonly start: number;
    }
  | { readonly do: "consume"; readonly at: number; readonly cle: number | null; readonly lfe: number | null }
  | { readonly do: "list"; readonly timestamp: number; readonly replicaId: number; readonly cle: number | null }
  | { readonly do: "epoch-end"; readonly epoch: number; readonly cle: number | null }
  | { readonly do: "delete"; readonly at: number }
  | { readonly do: "new-epochs" };

/** 0 as a rule, now and then one beside it. */
const nearly = (weight: number, ...others: readonly number[]): fc.Arbitrary<number> =>
  fc.oneof({ weight, arbitrary: fc.constant(0) }, ...others.map((other) => fc.constant(other)));

const maybe = (arbitrary: fc.Arbitrary<number>): fc.Arbitrary<number | null> =>
  fc.option(arbitrary, { nil: null, freq: 2 });

/** A place in a log of which 0 is the beginning and 1000 a little beyond the end. */
const place = fc.integer({ min: 0, max: 1000 });
const steps = 30;
const producerIds = [800, 801];

const draw: fc.Arbitrary<Draw> = fc.oneof(
  {
    weight: 25,
    arbitrary: fc.record({
      do: fc.constant("produce" as const),
      producer: fc.constantFrom(-1, ...producerIds),
      off: nearly(8, -1, -2, -3, 1),
      count: fc.integer({ min: 1, max: 3 }),
    }),
  },
  {
    weight: 35,
    arbitrary: fc.record({
      do: fc.constant("follow" as const),
      id: fc.constantFrom(7, 8),
      move: fc.constantFrom(0, 0, 1, 1, 2, 3, -1, -2),
      cle: nearly(14, 1, -1),
      lfe: nearly(6, -1, 1, -2),
      start: nearly(4, 1, 2),
    }),
  },
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constant("consume" as const),
      at: place,
      cle: maybe(nearly(4, 1, -1)),
      lfe: maybe(nearly(2, -1, 1, -2)),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant("list" as const),
      timestamp: fc.constantFrom(-1, -1, -2, -3),
      replicaId: fc.constantFrom(-1, -1, -1, 7, -2),
      cle: maybe(nearly(3, 1, -1)),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant("epoch-end" as const),
      epoch: fc.integer({ min: -4, max: 2 }),
      cle: maybe(nearly(3, 1, -1)),
    }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant("delete" as const), at: place }) },
  { weight: 7, arbitrary: fc.record({ do: fc.constant("new-epochs" as const) }) },
);

/** What a script expects of the log, to stay near it. */
class Expected {
  end = 0;
  epoch = 0;
  start = 0;
  readonly #sequences = new Map<number, number>();
  readonly #followers = new Map<number, number>();

  /** Deltas of 0 carry on where this producer is. */
  sequence(producer: number, off: number, count: number): number {
    const next = this.#sequences.get(producer) ?? 0;
    if (off === 0) this.#sequences.set(producer, next + count);
    return Math.max(0, next + off);
  }

  moved(id: number, by: number): number {
    const offset = Math.max(0, Math.min(this.end + 2, (this.#followers.get(id) ?? 0) + by));
    this.#followers.set(id, offset);
    return offset;
  }

  at(place: number): number {
    return Math.floor((place * (this.end + 3)) / 1001);
  }
}

function concrete(drawn: readonly (Draw | null)[]): LeaderScript {
  const expected = new Expected();
  return drawn.flatMap((one) => (one === null ? [] : [stepOf(one, expected)]));
}

function stepOf(drawn: Draw, expected: Expected): LeaderStep {
  const known = (off: number | null): number => (off === null ? -1 : Math.max(-1, expected.epoch + off));
  switch (drawn.do) {
    case "produce": {
      const { producer, off, count } = drawn;
      const sequence = producer < 0 ? -1 : expected.sequence(producer, off, count);
      if (off === 0 || producer < 0) expected.end += count;
      return { do: "produce", producer, sequence, count };
    }
    case "follow": {
      const { id, move, cle, lfe, start } = drawn;
      const offset = expected.moved(id, move);
      return { do: "follow", id, offset, cle: known(cle), lfe: known(lfe), start: Math.min(start, offset) };
    }
    case "consume":
      return { do: "consume", offset: expected.at(drawn.at), cle: known(drawn.cle), lfe: known(drawn.lfe) };
    case "list":
      return { do: "list", timestamp: drawn.timestamp, replicaId: drawn.replicaId, cle: known(drawn.cle) };
    case "epoch-end":
      return { do: "epoch-end", epoch: Math.max(-1, expected.epoch + drawn.epoch), cle: known(drawn.cle) };
    case "delete":
      expected.start = Math.max(expected.start, Math.min(expected.end, expected.at(drawn.at)));
      return { do: "delete", offset: expected.start };
    case "new-epochs":
      expected.epoch += 2;
      return { do: "new-epochs" };
  }
}

/** A step that shrinking takes out becomes null. */
export const leaderScripts: fc.Arbitrary<LeaderScript> = fc
  .noBias(fc.array(fc.option(draw, { nil: null, freq: 60 }), { minLength: steps, maxLength: steps }))
  .map(concrete);

/** `name`: of the topic. Each step is said with what was answered. */
export async function playLeaderScript(seat: LeaderSeat, name: string, script: LeaderScript, say: Say): Promise<void> {
  const topic = await seat.createTopic(name);
  const writer = new Writer(seat.nowMs());
  for (const step of script) say(JSON.stringify(step), await answerTo(seat, topic, step, writer));
}

/** Records of which no two have the same value, and no two batches the same timestamp. */
class Writer {
  #values = 0;
  #timestamp: number;

  constructor(nowMs: number) {
    this.#timestamp = nowMs;
  }

  batch(producerId: number, baseSequence: number, count: number): BatchDraft {
    const records = Array.from({ length: count }, () => ({ key: "k", value: `v${this.#values++}` }));
    const producerEpoch = producerId < 0 ? -1 : 0;
    return { producerId, producerEpoch, baseSequence, baseTimestamp: ++this.#timestamp, records };
  }
}

async function answerTo(seat: LeaderSeat, topic: string, step: LeaderStep, writer: Writer): Promise<unknown> {
  switch (step.do) {
    case "produce":
      return seat.produce(topic, writer.batch(step.producer, step.sequence, step.count), 1);
    case "follow": {
      const { id, offset, cle, lfe, start } = step;
      return seat.fetchAs(id, topic, offset, { cle, lfe, start });
    }
    case "consume":
      return seat.fetch(topic, step.offset, { cle: step.cle, lfe: step.lfe });
    case "list": {
      const listed = await seat.listOffset(topic, step.timestamp, { replicaId: step.replicaId, cle: step.cle });
      return { ...listed, ts: typeof listed.ts === "number" && listed.ts > 0 ? "t" : listed.ts };
    }
    case "epoch-end":
      return seat.epochEnd(topic, step.epoch, step.cle);
    case "delete":
      return seat.deleteLater(topic, step.offset).settled();
    case "new-epochs":
      return seat.newEpochs(topic);
  }
}
