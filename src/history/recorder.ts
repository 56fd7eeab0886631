/**
 * Turns what clients do into operations. Nothing is made unless somebody listens, and nothing is kept unless asked for:
 * a run of ten million events streams its history.
 */
import type { ClientObserver } from "../client/observer.ts";
import { isClient } from "../core/ids.ts";
import type { WorldObserver } from "../sim/world.ts";
import { type Operation, processOf, type Step } from "./operation.ts";

interface HistoryOptions {
  /** Keep all operations in `operations`. Default false. */
  readonly keep?: boolean;
  readonly onOperation?: (operation: Operation) => void;
}

type HistoryObserver = Pick<ClientObserver, "sendInvoked" | "sendCompleted" | "positionSet" | "polled"> &
  Pick<WorldObserver, "nodeDown" | "nodeUp">;

interface History {
  readonly observer: HistoryObserver;
  readonly operations: readonly Operation[];
  /** The virtual time that the next operations get. */
  at(atMicros: number): void;
}

export function createHistory(options: HistoryOptions = {}): History {
  const operations: Operation[] = [];
  const incarnations = new Map<number, number>();
  let now = 0;
  let count = 0;
  const emit = (client: number, step: Step): void => {
    const process = processOf(client, incarnations.get(client) ?? 0);
    const operation: Operation = { ...step, index: count++, atMicros: now, process };
    if (options.keep === true) operations.push(operation);
    options.onOperation?.(operation);
  };
  return {
    operations,
    at: (atMicros) => {
      now = atMicros;
    },
    observer: observerOf(emit, incarnations),
  };
}

type Emit = (client: number, step: Step) => void;

const observerOf = (emit: Emit, incarnations: Map<number, number>): HistoryObserver => ({
  sendInvoked: (client, record) =>
    emit(client, { type: "invoke", f: "send", record, topicPartition: -1, offset: -1, error: 0 }),
  sendCompleted: (client, record, topicPartition, outcome, error, offset) =>
    emit(client, { type: outcome, f: "send", record, topicPartition, offset, error }),
  positionSet: (client, topicPartition, offset, reason) =>
    emit(client, { type: "ok", f: "position", topicPartition, offset, reason }),
  polled: (client, topicPartition, batch, fromOffset, toOffset) => {
    const offsets: number[] = [];
    const records: number[] = [];
    for (const record of batch.records) {
      const offset = batch.baseOffset + record.offsetDelta;
      if (offset < fromOffset || offset >= toOffset) continue;
      offsets.push(offset);
      records.push(record.id);
    }
    if (records.length > 0) emit(client, { type: "ok", f: "poll", topicPartition, offsets, records });
  },
  nodeDown: (node) => {
    if (isClient(node)) emit(node, { type: "info", f: "crash" });
  },
  nodeUp: (node, incarnation) => {
    if (isClient(node)) incarnations.set(node, incarnation);
  },
});
