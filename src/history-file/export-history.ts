/**
 * The client history of a run in the form that `check` reads: one operation a line, Jepsen's shape.
 *
 * A producer has many sends under way, a process of such a history only one: each send runs on the lowest free process of
 * its client, and one whose outcome nobody knows ends its process. Partitions are the keys. In the end one reader more
 * reads every partition from its beginning, so that what nobody had read by then is told from what is lost. Such a history knows
 * of no deletion: what happened to partitions of a topic that was deleted is left out.
 */
import { type FinalPartition, type FinalState, rulingLog } from "../check/final-state.ts";
import type { Operation } from "../history/operation.ts";
import { createHistory } from "../history/recorder.ts";
import type { TopicPartition } from "../kafka/topic-partition.ts";
import { run } from "../run/run.ts";
import type { Scenario } from "../scenario/scenario.ts";

type Line = Readonly<Record<string, unknown>>;

/** No client has this id. */
const lastReader = 9999;
/** Holds the place of a process that is no more. */
const ended = -1;

/** The lines without their line ends. */
export function historyLines(scenario: Scenario): readonly string[] {
  const history = createHistory({ keep: true });
  const partitions = new Map<number, TopicPartition>();
  const deleted = new Set<TopicPartition>();
  const last: FinalState[] = [];
  run(scenario, {
    final: (state) => {
      last.push(state);
    },
    listener: (clock) => {
      const { observer } = history;
      const timed = <Facts extends readonly unknown[]>(tell: (...facts: Facts) => void) => {
        return (...facts: Facts): void => {
          history.at(clock.atMicros());
          tell(...facts);
        };
      };
      return {
        sendInvoked: timed(observer.sendInvoked),
        sendAssigned: (_client, record, tp) => {
          partitions.set(record, tp);
        },
        sendCompleted: timed(observer.sendCompleted),
        positionSet: timed(observer.positionSet),
        polled: timed(observer.polled),
        nodeDown: timed(observer.nodeDown),
        nodeUp: timed(observer.nodeUp),
        topicDeleted: (_name, tps) => {
          for (const tp of tps) deleted.add(tp);
        },
      };
    },
  });
  const exporter = new Exporter(partitions);
  const isKept = (tp: TopicPartition | undefined): boolean => tp !== undefined && !deleted.has(tp);
  for (const operation of history.operations) {
    if (operation.f === "crash") continue;
    if (isKept(operation.f === "send" ? partitions.get(operation.record) : operation.topicPartition))
      exporter.add(operation);
  }
  for (const state of last)
    exporter.readAll({ ...state, partitions: state.partitions.filter((one) => isKept(one.topicPartition)) });
  return exporter.lines.map((line, index) => JSON.stringify({ index, ...line }));
}

class Exporter {
  readonly lines: Line[] = [];
  readonly #partitions: ReadonlyMap<number, TopicPartition>;
  /** Records under way by client process and slot. */
  readonly #slots = new Map<number, (number | null)[]>();
  readonly #assigned = new Map<number, Set<TopicPartition>>();

  constructor(partitions: ReadonlyMap<number, TopicPartition>) {
    this.#partitions = partitions;
  }

  add(operation: Operation): void {
    const time = operation.atMicros * 1000;
    switch (operation.f) {
      case "send":
        this.#send(operation, time);
        break;
      case "poll": {
        const records = operation.records.map((record, i) => [operation.offsets[i], record]);
        const base = { time, process: this.#processOf(operation.process, 0), f: "poll" };
        this.lines.push({ ...base, type: "invoke", value: [["poll"]] });
        this.lines.push({ ...base, type: "ok", value: [["poll", { [operation.topicPartition]: records }]] });
        break;
      }
      case "position":
        this.#assign(operation.process, operation.topicPartition, time);
        break;
    }
  }

  /** Every setting of a position is an assignment anew: what comes next need not follow what came before. */
  #assign(process: number, tp: TopicPartition, time: number): void {
    const keys = this.#assigned.get(process) ?? new Set();
    this.#assigned.set(process, keys.add(tp));
    const base = { time, process: this.#processOf(process, 0), f: "assign", value: [...keys].sort((a, b) => a - b) };
    this.lines.push({ ...base, type: "invoke" }, { ...base, type: "ok" });
  }

  /** As a consumer would: from the leader, up to its high watermark. */
  readAll({ atMicros, partitions }: FinalState): void {
    const base = { time: atMicros * 1000, process: this.#processOf(lastReader, 0) };
    const keys = partitions.map((partition) => partition.topicPartition);
    for (const type of ["invoke", "ok"])
      this.lines.push({ ...base, type, f: "assign", value: keys, "seek-to-beginning?": true });
    const read = Object.fromEntries(
      partitions.map((partition) => [partition.topicPartition, visibleRecords(partition)]),
    );
    this.lines.push({ ...base, type: "invoke", f: "poll", value: [["poll"]] });
    this.lines.push({ ...base, type: "ok", f: "poll", value: [["poll", read]] });
  }

  /** A record that never got a partition never left the client: it is no operation on any key. */
  #send(operation: Extract<Operation, { f: "send" }>, time: number): void {
    const key = this.#partitions.get(operation.record);
    if (key === undefined) return;
    const slots = this.#slots.get(operation.process) ?? [];
    this.#slots.set(operation.process, slots);
    const { record, offset, type } = operation;
    let slot = slots.indexOf(type === "invoke" ? null : record);
    if (slot < 0) {
      if (type !== "invoke") return;
      slot = slots.length;
    }
    slots[slot] = type === "invoke" ? record : type === "info" ? ended : null;
    const value = type === "ok" && offset >= 0 ? [offset, record] : record;
    this.lines.push({
      time,
      process: this.#processOf(operation.process, slot + 1),
      type,
      f: "send",
      value: [["send", key, value]],
    });
  }

  #processOf(process: number, slot: number): number {
    return process * 1000 + slot;
  }
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
