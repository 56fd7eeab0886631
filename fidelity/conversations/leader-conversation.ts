/**
 * A leader's conversation: broker 1 leads, the followers 7 and 8 are seats that fetch when they are told to. When the high
 * watermark moves, what is fenced, when a write with acks=all is answered, who leaves and joins the ISR, and DeleteRecords.
 */
import type { EpochEnd, Fetched, Listed, Produced, Say } from "./answer.ts";
import type { BatchDraft, FetchDraft } from "./client-conversation.ts";

/** What a follower says of itself; `epoch`: its broker epoch, `"old"` for that of an earlier process. */
export interface FollowerFetch {
  readonly cle?: number;
  readonly lfe?: number;
  readonly start?: number;
  readonly epoch?: number | "old";
}

/** An answer that is awaited beside other requests. */
export interface Pending {
  /** `waits` until there is one. */
  settled(): Promise<unknown>;
}

export interface LeaderSeat {
  nowMs(): number;
  /** One partition on 1, 7 and 8, led by 1, min.insync.replicas=2; the name by which the other calls know it. */
  createTopic(name: string): Promise<string>;
  produce(topic: string, batch: BatchDraft, acks: number): Promise<Produced>;
  produceLater(topic: string, batch: BatchDraft, timeoutMs: number): Pending;
  deleteLater(topic: string, offset: number): Pending;
  fetch(topic: string, offset: number, more?: FetchDraft): Promise<Fetched | { readonly top: number }>;
  fetchAs(follower: number, topic: string, offset: number, more: FollowerFetch): Promise<unknown>;
  listOffset(
    topic: string,
    timestamp: number,
    more?: { readonly replicaId?: number; readonly cle?: number },
  ): Promise<Listed>;
  epochEnd(topic: string, epoch: number, cle?: number): Promise<EpochEnd>;
  /** Leadership goes to 7 and comes back: two leader epochs later. The epoch then. */
  newEpochs(topic: string): Promise<number>;
  isr(topic: string): Promise<{ readonly isr: readonly number[]; readonly elr: readonly number[] }>;
  pass(ms: number): Promise<void>;
  /** True once `done` is; false after `ms`. `between` runs before each further look. */
  until(done: () => Promise<boolean>, ms: number, between: () => Promise<void>): Promise<boolean>;
}

interface Talk {
  readonly seat: LeaderSeat;
  readonly say: Say;
  readonly topic: string;
}

export async function leaderConversation(seat: LeaderSeat, say: Say): Promise<void> {
  const talk = { seat, say, topic: await seat.createTopic("g") };
  await firstFetches(talk);
  await fences(talk);
  await writesWithAcksAll(talk);
  await oneFollowerStops(talk);
  await bothStop(talk);
  await deletedRecords(talk);
}

const batchOf = (value: string): BatchDraft => ({ records: [{ key: "k", value }] });

async function follow(
  { seat, say, topic }: Talk,
  follower: number,
  offset: number,
  more: FollowerFetch = {},
): Promise<void> {
  const draft = { cle: 0, lfe: offset > 0 ? 0 : -1, ...more };
  const answer = await seat.fetchAs(follower, topic, offset, draft);
  say(`  follower ${follower} fetches @${offset} ${JSON.stringify(more)}`, answer);
}

async function consume({ seat, say, topic }: Talk, offset: number): Promise<void> {
  say(`  consumer fetches @${offset}`, await seat.fetch(topic, offset));
}

async function sayIsr({ seat, say, topic }: Talk, label: string): Promise<void> {
  say(`  ISR ${label}`, await seat.isr(topic));
}

async function sayLatest({ seat, say, topic }: Talk, label: string): Promise<void> {
  say(`  latest offset ${label}`, await seat.listOffset(topic, -1));
}

async function firstFetches(talk: Talk): Promise<void> {
  const { seat, say, topic } = talk;
  for (let i = 0; i < 3; i++) say(`produce acks=1 r${i}`, await seat.produce(topic, batchOf(`r${i}`), 1));
  await consume(talk, 0);
  await sayLatest(talk, "before any fetch");
  await follow(talk, 7, 0);
  await consume(talk, 0);
  await follow(talk, 7, 3);
  await consume(talk, 0);
  await follow(talk, 8, 0);
  await follow(talk, 8, 2);
  await consume(talk, 0);
  await follow(talk, 7, 3);
  await follow(talk, 8, 3);
  await consume(talk, 0);
  await follow(talk, 8, 3);
}

async function fences(talk: Talk): Promise<void> {
  talk.say("-- fences", null);
  await follow(talk, 7, 3, { cle: 1 });
  await follow(talk, 7, 3, { cle: -1 });
  await follow(talk, 7, 3, { lfe: 3 });
  await follow(talk, 7, 4, { lfe: 0 });
  await follow(talk, 7, 4, { lfe: -1 });
  await follow(talk, 7, 3, { epoch: "old" });
  await follow(talk, 7, 3, { epoch: -1 });
  await follow(talk, 9, 3);
  await follow(talk, 7, 2);
  await consume(talk, 0);
}

async function writesWithAcksAll(talk: Talk): Promise<void> {
  const { seat, say, topic } = talk;
  say("-- a write with acks=all", null);
  const answered = seat.produceLater(topic, batchOf("r3"), 20_000);
  await follow(talk, 7, 3);
  await follow(talk, 7, 4);
  await consume(talk, 3);
  say("  answered after one follower?", await answered.settled());
  await follow(talk, 8, 4);
  say("  answered after both?", await answered.settled());
  await consume(talk, 3);
  await sayLatest(talk, "");
  const timedOut = seat.produceLater(topic, batchOf("r4"), 700);
  await seat.pass(1200);
  say("acks=all times out", await timedOut.settled());
  await follow(talk, 7, 5);
  await follow(talk, 8, 5);
  await consume(talk, 4);
}

async function oneFollowerStops(talk: Talk): Promise<void> {
  const { seat, say, topic } = talk;
  const fetched = async (offset: number): Promise<void> => {
    await seat.fetchAs(7, topic, offset, { cle: 0, lfe: 0 });
  };
  const isSmaller = async (): Promise<boolean> => (await seat.isr(topic)).isr.length === 2;
  say("-- 8 stops fetching", null);
  say("  idle, everything copied: ISR shrinks?", await seat.until(isSmaller, 15_000, () => fetched(5)));
  await seat.produce(topic, batchOf("r5"), 1);
  await fetched(5);
  await fetched(6);
  await consume(talk, 5);
  say("  with one record uncopied: shrinks", await seat.until(isSmaller, 15_000, () => fetched(6)));
  await sayIsr(talk, "now");
  await fetched(6);
  await consume(talk, 5);
  say("-- 8 comes back", null);
  await follow(talk, 8, 5);
  await seat.pass(400);
  await sayIsr(talk, "after a fetch below the high watermark");
  await follow(talk, 8, 6);
  await seat.pass(400);
  await sayIsr(talk, "after a fetch at the high watermark");
}

async function bothStop(talk: Talk): Promise<void> {
  const { seat, say, topic } = talk;
  say("-- both stop", null);
  await seat.produce(topic, batchOf("r6"), 1);
  const isAlone = async (): Promise<boolean> => (await seat.isr(topic)).isr.length === 1;
  say("  ISR of one", await seat.until(isAlone, 15_000, async () => {}));
  await sayIsr(talk, "now");
  await consume(talk, 6);
  say("acks=all below min ISR", await seat.produce(topic, batchOf("no"), -1));
  say("acks=1 below min ISR", await seat.produce(topic, batchOf("r7"), 1));
  await consume(talk, 6);
  await sayLatest(talk, "below min ISR");
  await follow(talk, 7, 7);
  await seat.pass(400);
  await sayIsr(talk, "7 @7 of 8");
  await consume(talk, 6);
  await follow(talk, 7, 8);
  await seat.pass(400);
  await sayIsr(talk, "7 @8");
  await follow(talk, 7, 8);
  await consume(talk, 6);
  await sayLatest(talk, "");
}

async function deletedRecords(talk: Talk): Promise<void> {
  const { seat, say, topic } = talk;
  say("-- DeleteRecords and followers", null);
  await follow(talk, 8, 8);
  await seat.pass(400);
  await follow(talk, 8, 8);
  const deletion = seat.deleteLater(topic, 4);
  await seat.pass(300);
  say("  answered before followers moved?", await deletion.settled());
  await follow(talk, 7, 8, { start: 4 });
  await seat.pass(100);
  say("  after one", await deletion.settled());
  await follow(talk, 8, 8, { start: 4 });
  await seat.pass(300);
  say("  after both", await deletion.settled());
  await follow(talk, 7, 2);
  await follow(talk, 7, 2, { lfe: -1 });
  await consume(talk, 2);
  say("epoch 0 ends", await seat.epochEnd(topic, 0));
  say("as a replica: ListOffsets latest", await seat.listOffset(topic, -1, { replicaId: 7 }));
}
