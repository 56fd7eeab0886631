/**
 * The records of a producer, made from its plan: the i-th one is a pure function of (seed, producer, i), so that a run
 * with one client or fault less sends the same records.
 */

import { partitionHash, utf8 } from "../client/producer/murmur2.ts";
import type { RecordDraft, RecordSource } from "../client/record-source.ts";
import { mix, mix4, pick } from "../core/mix.ts";
import type { Header } from "../kafka/records.ts";
import { type ProducerPlan, topicsOf } from "./plan.ts";

const indexBits = 24;
/** Records of one producer, probes included: more would share their ids with the next. */
const maxRecords = 2 ** indexBits;
const maxProbes = 2 ** 16;
/** Lengths, attributes, timestamp and offset deltas of one record of format v2 (varints, typical). */
const recordOverheadBytes = 7;
const headersEvery = 8;
const noHeaders: readonly Header[] = [];
const someHeaders: readonly Header[] = [{ key: "source", value: "workload" }];
const headerBytes = 16;
/** Stands for a value of any size: what a record says is its id. */
const value = "value";

const Salt = { key: 1, size: 2, tombstone: 3, skew: 4, headers: 5, partition: 6, topic: 7 } as const;

/** `seed`: of the run, as an integer. `producer`: 0 for the first one. */
export function producerWorkload(plan: ProducerPlan, seed: number, producer: number): RecordSource {
  const keys = keyTable(plan.keys);
  const [minBytes, maxBytes] = ordered(plan.valueBytes);
  const [minSkewMs, maxSkewMs] = ordered(plan.timestampSkewMs);
  const burst = Math.max(1, plan.burst);
  const records = recordsOf(plan);
  const firstId = producer * maxRecords;
  const isExplicit = plan.partitioning === "explicit";
  const topics = topicsOf(plan);
  return {
    topics,
    records,
    sendTimeMs: (index) => plan.startMs + Math.floor(index / burst) * plan.everyMs,
    firstIndexAfter: (elapsedMs) => {
      if (elapsedMs < plan.startMs) return 0;
      if (plan.everyMs === 0) return records;
      return Math.min(records, (Math.floor((elapsedMs - plan.startMs) / plan.everyMs) + 1) * burst);
    },
    fill: (index, draft) => {
      if (index >= records) {
        fillProbe(draft, firstId + index, index - records, topics.length);
        return;
      }
      const hash = mix4(seed, producer, index, 0);
      const key = keys.length === 0 ? undefined : keys[pick(mix(hash, Salt.key), keys.length)]!;
      const isTombstone = plan.tombstoneEvery > 0 && pick(mix(hash, Salt.tombstone), plan.tombstoneEvery) === 0;
      const hasHeaders = pick(mix(hash, Salt.headers), headersEvery) === 0;
      draft.id = firstId + index;
      draft.topic = topics.length < 2 ? 0 : pick(mix(hash, Salt.topic), topics.length);
      draft.key = key === undefined ? null : key.text;
      draft.keyHash = key === undefined ? -1 : key.hash;
      draft.value = isTombstone ? null : value;
      draft.headers = hasHeaders ? someHeaders : noHeaders;
      draft.timestampSkewMs = between(mix(hash, Salt.skew), minSkewMs, maxSkewMs);
      draft.partition = isExplicit ? explicitPartition(key, mix(hash, Salt.partition) >>> 0) : -1;
      draft.sizeInBytes = recordOverheadBytes + (key === undefined ? 0 : key.bytes);
      if (!isTombstone) draft.sizeInBytes += between(mix(hash, Salt.size), minBytes, maxBytes);
      if (hasHeaders) draft.sizeInBytes += headerBytes;
    },
  } satisfies RecordSource & { fill(index: number, draft: RecordDraft): void };
}

const recordsOf = ({ records }: ProducerPlan): number => Math.min(records, maxRecords - maxProbes);

/** Its id: what the `nth` probe of a producer is called. */
export const probeId = (plan: ProducerPlan, producer: number, nth: number): number =>
  producer * maxRecords + recordsOf(plan) + nth;

/** Where the `nth` probe goes: the topics in turn, and with each turn the next partition. */
export const probePlace = (nth: number, topics: number): { readonly topic: number; readonly partition: number } => ({
  topic: nth % topics,
  partition: Math.floor(nth / topics),
});

/** It has a key, as a compacted topic wants it, and one of its own. */
function fillProbe(draft: RecordDraft, id: number, nth: number, topics: number): void {
  const { topic, partition } = probePlace(nth, topics);
  draft.id = id;
  draft.topic = topic;
  draft.key = `probe-${nth}`;
  draft.keyHash = partitionHash(draft.key);
  draft.value = value;
  draft.headers = noHeaders;
  draft.timestampSkewMs = 0;
  draft.partition = partition;
  draft.sizeInBytes = recordOverheadBytes + utf8(draft.key).length + value.length;
}

interface Key {
  readonly index: number;
  readonly text: string;
  readonly hash: number;
  readonly bytes: number;
}

/** The same names in every producer, so that several write to one key. */
function keyTable(count: number): readonly Key[] {
  return Array.from({ length: count }, (_, index) => {
    const text = `key-${index}`;
    return { index, text, hash: partitionHash(text), bytes: utf8(text).length };
  });
}

/** One partition per key, so that the application keeps the order of a key as a partitioner does. */
const explicitPartition = (key: Key | undefined, hash: number): number => (key === undefined ? hash : key.index);

const between = (hash: number, min: number, max: number): number => min + pick(hash, max - min + 1);

const ordered = ([a, b]: readonly [number, number]): readonly [number, number] => (a <= b ? [a, b] : [b, a]);
