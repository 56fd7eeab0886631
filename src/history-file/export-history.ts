/**
 * The client history of a run in the form that `check` reads: one operation a line, Jepsen's shape.
 *
 * Partitions are the keys. In the end one reader more reads every partition from its beginning, so that what nobody had
 * read by then is told from what is lost. What happened to partitions of a topic that was deleted is left out.
 */

import { type FinalPartition, type FinalState, rulingLog } from "../check/final-state.ts";
import { type TrialObserver, trialObservations } from "../check/observer.ts";
import { observerOf } from "../core/observer.ts";
import type { Operation } from "../history/operation.ts";
import type { JsonLine, LineWriter } from "../history/operation-kind.ts";
import { operationKinds } from "../history/operation-kinds.ts";
import { createHistory } from "../history/recorder.ts";
import type { TopicPartition } from "../kafka/topic-partition.ts";
import { run } from "../run/run.ts";
import type { Scenario } from "../scenario/scenario.ts";

/** No client has this id. */
const lastReader = 9999;

/** The lines without their line ends. */
export function historyLines(scenario: Scenario, kinds = operationKinds): readonly string[] {
  const operations: Operation[] = [];
  const partitions = new Map<number, TopicPartition>();
  const deleted = new Set<TopicPartition>();
  const last: FinalState[] = [];
  run(scenario, {
    final: (state) => {
      last.push(state);
    },
    listener: (clock) => {
      const onOperation = (operation: Operation) => operations.push(operation);
      const places: Partial<TrialObserver> = {
        sendAssigned: (_client, record, tp) => {
          partitions.set(record, tp);
        },
        topicDeleted: (_name, tps) => {
          for (const tp of tps) deleted.add(tp);
        },
      };
      return observerOf(trialObservations, [
        createHistory({ atMicros: clock.atMicros, kinds, onOperation }).observer,
        places,
      ]);
    },
  });
  const lines: JsonLine[] = [];
  const out: LineWriter = {
    keyOf: (record) => {
      const key = partitions.get(record);
      return key === undefined || deleted.has(key) ? undefined : key;
    },
    isKept: (tp) => !deleted.has(tp),
    line: ({ atMicros, process }, slot, line) => {
      lines.push({ time: atMicros * 1000, process: process * 1000 + slot, ...line });
    },
  };
  const writers = new Map(Object.entries(kinds).map(([f, kind]) => [f, kind.writer?.(out)]));
  for (const operation of operations) writers.get(operation.f)?.write(operation);
  for (const state of last) readAll(state, out);
  return lines.map((line, index) => JSON.stringify({ index, ...line }));
}

/** As a consumer would: from the leader, up to its high watermark. */
function readAll({ atMicros, partitions }: FinalState, out: LineWriter): void {
  const reader: Operation = { index: -1, atMicros, process: lastReader, type: "ok", f: "poll" };
  const kept = partitions.filter((one) => out.isKept(one.topicPartition));
  const keys = kept.map((partition) => partition.topicPartition);
  for (const type of ["invoke", "ok"])
    out.line(reader, 0, { type, f: "assign", value: keys, "seek-to-beginning?": true });
  const read = Object.fromEntries(kept.map((partition) => [partition.topicPartition, visibleRecords(partition)]));
  out.line(reader, 0, { type: "invoke", f: "poll", value: [["poll"]] });
  out.line(reader, 0, { type: "ok", f: "poll", value: [["poll", read]] });
}

/** `[offset, record]`; none without a leader that acts as such. */
function visibleRecords(partition: FinalPartition): readonly (readonly [number, number])[] {
  const leader = rulingLog(partition);
  if (leader === null) return [];
  const { batches, logStartOffset, highWatermark } = leader;
  return batches.flatMap((batch) =>
    batch.records
      .map(({ offsetDelta, id }): readonly [number, number] => [batch.baseOffset + offsetDelta, id])
      .filter(([offset]) => offset >= logStartOffset && offset < highWatermark),
  );
}
