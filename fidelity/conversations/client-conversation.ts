/**
 * A client's conversation: broker 1 leads two topics without followers, broker 2 has no replica of them. Sequences and
 * epochs of producers, what a leader refuses, offsets by timestamp, fetches by offset and epoch, DeleteRecords, and what
 * a producer is remembered for after a crash and after a clean restart.
 */
import type { Deleted, EpochEnd, Fetched, Listed, Produced, Say } from "./answer.ts";

export interface BatchDraft {
  readonly producerId?: number;
  readonly producerEpoch?: number;
  readonly baseSequence?: number;
  readonly baseOffset?: number;
  readonly lastOffsetDelta?: number;
  /** Milliseconds since 1970; absent: now. */
  readonly baseTimestamp?: number;
  readonly records: readonly { readonly key: string; readonly value: string; readonly offsetDelta?: number }[];
}

export interface FetchDraft {
  readonly replicaId?: number;
  /** Current leader epoch that the client knows. */
  readonly cle?: number;
  /** Last fetched epoch. */
  readonly lfe?: number;
  readonly maxBytes?: number;
}

export interface ClientSeat {
  nowMs(): number;
  /** A topic of one partition led by broker 1; the name by which the other calls know it. */
  createTopic(name: string): Promise<string>;
  initProducerId(broker: number): Promise<{ readonly producerId: number; readonly producerEpoch: number }>;
  produce(
    broker: number,
    topic: string,
    batch: BatchDraft,
    more?: { readonly acks?: number; readonly partition?: number },
  ): Promise<Produced>;
  fetch(broker: number, topic: string, offset: number, more?: FetchDraft): Promise<Fetched | { readonly top: number }>;
  listOffset(
    broker: number,
    topic: string,
    timestamp: number,
    more?: { readonly replicaId?: number; readonly cle?: number },
  ): Promise<Listed>;
  epochEnd(broker: number, topic: string, epoch: number, cle?: number): Promise<EpochEnd>;
  deleteRecords(broker: number, topic: string, offset: number): Promise<Deleted>;
  crashRestart(broker: number): Promise<void>;
  cleanRestart(broker: number): Promise<void>;
}

interface Session {
  readonly seat: ClientSeat;
  readonly say: Say;
  readonly topic: string;
  readonly producerId: number;
  readonly epoch: number;
}

export async function clientConversation(seat: ClientSeat, say: Say): Promise<void> {
  const topic = await seat.createTopic("a");
  const restarted = await seat.createTopic("u");
  const { producerId, producerEpoch: epoch } = await seat.initProducerId(1);
  const session = { seat, say, topic, producerId, epoch };
  await sequences(session);
  await unknownProducers(session);
  await refusedBatches(session);
  await offsetsByTimestamp(session);
  const logEndOffset = (await seat.listOffset(1, topic, -1)).offset;
  say("leo", logEndOffset);
  await fetches(session, logEndOffset);
  await epochEnds(session);
  await deletedRecords(session, logEndOffset);
  await restarts({ ...session, topic: restarted });
}

const batchOf = (producerId: number, producerEpoch: number, baseSequence: number, count = 1): BatchDraft => ({
  producerId,
  producerEpoch,
  baseSequence,
  records: Array.from({ length: count }, (_, i) => ({ key: "k", value: `s${baseSequence + i}` })),
});

const plain = (): BatchDraft => batchOf(-1, -1, -1);

async function sequences({ seat, say, topic, producerId, epoch }: Session): Promise<void> {
  const send = (sequence: number, count = 1, producerEpoch = epoch): Promise<Produced> =>
    seat.produce(1, topic, batchOf(producerId, producerEpoch, sequence, count));
  for (let sequence = 0; sequence < 5; sequence++) say(`seq ${sequence}`, await send(sequence));
  say("retry seq 0 (5 remembered)", await send(0));
  say("seq 5", await send(5));
  say("retry seq 0 (6th back)", await send(0));
  say("retry seq 1 (5th back)", await send(1));
  say("seq 4..5 in one batch", await send(4, 2));
  say("seq 5..6 in one batch", await send(5, 2));
  say("gap: seq 7", await send(7));
  say("epoch+1 seq 3", await send(3, 1, epoch + 1));
  say("epoch+1 seq 0", await send(0, 1, epoch + 1));
  say("old epoch seq 6", await send(6));
  say("old epoch retry seq 5", await send(5));
}

/** The largest sequence is followed by 0. */
const nearlyLastSequence = 2_147_483_646;

async function unknownProducers({ seat, say, topic, producerId, epoch }: Session): Promise<void> {
  const wrapping = producerId + 5002;
  say("unknown pid seq 10", await seat.produce(1, topic, batchOf(producerId + 5000, 0, 10)));
  say("pid -1 epoch 0 seq 0", await seat.produce(1, topic, batchOf(-1, 0, 0)));
  say("known pid, seq -1", await seat.produce(1, topic, batchOf(producerId, epoch + 1, -1)));
  say("unknown pid, epoch -1", await seat.produce(1, topic, batchOf(producerId + 5001, -1, 0)));
  say("unknown pid seq 2147483646 x3", await seat.produce(1, topic, batchOf(wrapping, 0, nearlyLastSequence, 3)));
  say("  then seq 1", await seat.produce(1, topic, batchOf(wrapping, 0, 1)));
  say("  retry of wrapped", await seat.produce(1, topic, batchOf(wrapping, 0, nearlyLastSequence, 3)));
}

async function refusedBatches({ seat, say, topic }: Session): Promise<void> {
  const record = { key: "k", value: "v" };
  say("acks=2", await seat.produce(1, topic, plain(), { acks: 2 }));
  say("base offset 7", await seat.produce(1, topic, { ...plain(), baseOffset: 7 }));
  say("1.1 MB", await seat.produce(1, topic, { records: [{ key: "k", value: "x".repeat(1_100_000) }] }));
  const twoHoursAhead = seat.nowMs() + 7_200_000;
  say("2 h ahead", await seat.produce(1, topic, { baseTimestamp: twoHoursAhead, records: [record] }));
  say("no records", await seat.produce(1, topic, { records: [] }));
  const sparse = [
    { ...record, offsetDelta: 0 },
    { ...record, offsetDelta: 2 },
  ];
  say("deltas not dense", await seat.produce(1, topic, { records: sparse, lastOffsetDelta: 2 }));
  say("unknown partition", await seat.produce(1, topic, plain(), { partition: 9 }));
  say("not leader", await seat.produce(2, topic, plain()));
}

async function offsetsByTimestamp({ seat, say, topic }: Session): Promise<void> {
  const list = async (timestamp: number): Promise<Listed> => {
    const listed = await seat.listOffset(1, topic, timestamp);
    return { ...listed, ts: typeof listed.ts === "number" && listed.ts > 0 ? "t" : listed.ts };
  };
  for (const timestamp of [-1, -2, 1]) say(`ListOffsets ${timestamp}`, await list(timestamp));
  say("ListOffsets future", await list(seat.nowMs() + 9_000_000));
  say("ListOffsets max timestamp -3", await list(-3));
  for (const replicaId of [2, -2])
    say(`ListOffsets -1 as replica ${replicaId}`, await seat.listOffset(1, topic, -1, { replicaId }));
  for (const cle of [5, 0]) say(`ListOffsets cle ${cle}`, await seat.listOffset(1, topic, -1, { cle }));
  say("ListOffsets not leader", await seat.listOffset(2, topic, -1));
}

async function fetches({ seat, say, topic }: Session, logEndOffset: number): Promise<void> {
  say("fetch 0 100B", await seat.fetch(1, topic, 0, { maxBytes: 100 }));
  const drafts: readonly (readonly [string, number, FetchDraft])[] = [
    ["LEO", logEndOffset, {}],
    ["LEO+1", logEndOffset + 1, {}],
    ["-1", -1, {}],
    ["LEO", logEndOffset, { cle: 3 }],
    ["LEO", logEndOffset, { cle: 0 }],
    ["LEO", logEndOffset, { lfe: 0 }],
    ["LEO", logEndOffset, { lfe: 7 }],
    ["LEO+3", logEndOffset + 3, { lfe: 0 }],
    ["LEO-1", logEndOffset - 1, { lfe: 0 }],
    ["LEO", logEndOffset, { replicaId: 2 }],
    ["LEO", logEndOffset, { replicaId: 2, cle: 0 }],
    ["LEO", logEndOffset, { replicaId: 77, cle: 0 }],
    ["LEO", logEndOffset, { replicaId: 1, cle: 0 }],
  ];
  for (const [name, offset, more] of drafts)
    say(`fetch ${name} ${JSON.stringify(more)}`, await seat.fetch(1, topic, offset, more));
  say("fetch at broker 2 (no replica), cle -1", await seat.fetch(2, topic, 0));
  say("fetch at broker 2 (no replica), cle 0", await seat.fetch(2, topic, 0, { cle: 0 }));
}

async function epochEnds({ seat, say, topic }: Session): Promise<void> {
  for (const epoch of [0, 1, -1]) say(`epochEnd ${epoch}`, await seat.epochEnd(1, topic, epoch));
  say("epochEnd cle 4", await seat.epochEnd(1, topic, 0, 4));
  say("epochEnd at broker 2", await seat.epochEnd(2, topic, 0));
}

async function deletedRecords({ seat, say, topic, producerId }: Session, logEndOffset: number): Promise<void> {
  say("deleteRecords 3", await seat.deleteRecords(1, topic, 3));
  say("deleteRecords beyond HW", await seat.deleteRecords(1, topic, logEndOffset + 5));
  say("deleteRecords at broker 2", await seat.deleteRecords(2, topic, 1));
  say("deleteRecords back to 2", await seat.deleteRecords(1, topic, 2));
  say("fetch 2", await seat.fetch(1, topic, 2));
  say("fetch 2 lfe 0", await seat.fetch(1, topic, 2, { lfe: 0 }));
  say("epochEnd 0", await seat.epochEnd(1, topic, 0));
  say("deleteRecords -1 (all)", await seat.deleteRecords(1, topic, -1));
  say("fetch 3", await seat.fetch(1, topic, 3));
  say("fetch LEO", await seat.fetch(1, topic, logEndOffset));
  say("epochEnd 0 of empty log", await seat.epochEnd(1, topic, 0));
  say("earliest of empty", await seat.listOffset(1, topic, -2));
  say("retry of a batch below the log start", await seat.produce(1, topic, batchOf(producerId + 5002, 0, 1)));
}

async function restarts({ seat, say, topic, producerId }: Session): Promise<void> {
  const retry = async (...retried: readonly number[]): Promise<string> => {
    const answers: string[] = [];
    for (const sequence of retried) {
      const { err, base } = await seat.produce(1, topic, batchOf(producerId, 0, sequence));
      answers.push(`${sequence}:${err === 0 ? `@${base}` : err}`);
    }
    return answers.join(" ");
  };
  for (let sequence = 0; sequence < 6; sequence++) await retry(sequence);
  say("retries before a restart", await retry(5, 4, 3, 2, 1, 0));
  await seat.crashRestart(1);
  say("retries after a crash", await retry(5, 4, 3, 2, 1, 0));
  for (let epoch = 0; epoch < 6; epoch++)
    say(`epochEnd ${epoch} after the crash`, await seat.epochEnd(1, topic, epoch));
  await seat.cleanRestart(1);
  say("retries after a clean restart", await retry(5, 4, 3, 2, 1, 0));
  say("seq 6", await seat.produce(1, topic, batchOf(producerId, 0, 6)));
  say("retries", await retry(6, 5, 4));
}
