/**
 * The kinds of operations, one entry each: the recorder, `run --history`, the reader of history files and the checks of
 * recorded histories know no others.
 */

import { isClient } from "../core/ids.ts";
import type { TopicPartition } from "../kafka/topic-partition.ts";
import { keysFault, recordsFault } from "./line-syntax.ts";
import type { Operation } from "./operation.ts";
import {
  type LineWriter,
  type OperationKind,
  type OperationKinds,
  type OperationWriter,
  Role,
} from "./operation-kind.ts";

interface SendFields {
  readonly record: number;
  /** -1: unknown, as is an offset of -1. */
  readonly topicPartition: TopicPartition | -1;
  readonly offset: number;
  /** Kafka's code, 0 if none. */
  readonly error: number;
}

const send: OperationKind<SendFields> = {
  roles: Role.records,
  fault: recordsFault,
  listen: (emit) => ({
    sendInvoked: (client, record) => emit(client, { type: "invoke", record, topicPartition: -1, offset: -1, error: 0 }),
    sendCompleted: (client, record, topicPartition, outcome, error, offset) =>
      emit(client, { type: outcome, record, topicPartition, offset, error }),
  }),
  writer: sendWriter,
};

/** Holds the place of a process that is no more. */
const ended = -1;

/**
 * A producer has many sends under way, a process only one: each send runs on the lowest free process of its client, and one
 * whose outcome nobody knows ends its process. A record that never got a partition never left the client: it is no
 * operation on any key.
 */
function sendWriter(out: LineWriter): OperationWriter<SendFields> {
  /** Records under way by process and slot. */
  const underWay = new Map<number, (number | null)[]>();
  const write = (operation: Operation & SendFields): void => {
    const { record, offset, type } = operation;
    const key = out.keyOf(record);
    if (key === undefined) return;
    const slots = underWay.get(operation.process) ?? [];
    underWay.set(operation.process, slots);
    let slot = slots.indexOf(type === "invoke" ? null : record);
    if (slot < 0) {
      if (type !== "invoke") return;
      slot = slots.length;
    }
    slots[slot] = type === "invoke" ? record : type === "info" ? ended : null;
    const value = type === "ok" && offset >= 0 ? [offset, record] : record;
    out.line(operation, slot + 1, { type, f: "send", value: [["send", key, value]] });
  };
  return { write };
}

/** One poll's yield from one partition; offsets and records in parallel. A poll that returned nothing is not noted. */
interface PollFields {
  readonly topicPartition: TopicPartition;
  readonly offsets: readonly number[];
  readonly records: readonly number[];
}

const poll: OperationKind<PollFields> = {
  roles: Role.records | Role.polls,
  fault: recordsFault,
  listen: (emit) => ({
    polled: (client, topicPartition, batch, fromOffset, toOffset) => {
      const offsets: number[] = [];
      const records: number[] = [];
      for (const record of batch.records) {
        const offset = batch.baseOffset + record.offsetDelta;
        if (offset < fromOffset || offset >= toOffset) continue;
        offsets.push(offset);
        records.push(record.id);
      }
      if (records.length > 0) emit(client, { type: "ok", topicPartition, offsets, records });
    },
  }),
  writer: (out) => ({
    write: (operation) => {
      if (!out.isKept(operation.topicPartition)) return;
      const records = operation.records.map((record, i) => [operation.offsets[i], record]);
      out.line(operation, 0, { f: "poll", type: "invoke", value: [["poll"]] });
      out.line(operation, 0, { f: "poll", type: "ok", value: [["poll", { [operation.topicPartition]: records }]] });
    },
  }),
};

/** The next offset to be returned was set: by assignment, seek, reset, or because the log was truncated. */
interface AssignFields {
  readonly topicPartition: TopicPartition;
  readonly offset: number;
  readonly reason: "assign" | "seek" | "reset" | "truncation" | "committed";
}

const assign: OperationKind<AssignFields> = {
  roles: Role.binds,
  fault: keysFault,
  listen: (emit) => ({
    positionSet: (client, topicPartition, offset, reason) =>
      emit(client, { type: "ok", topicPartition, offset, reason }),
  }),
  writer: (out) => {
    /** Every setting of a position is an assignment anew: what comes next need not follow what came before. */
    const assigned = new Map<number, Set<TopicPartition>>();
    const write = (operation: Operation & AssignFields): void => {
      if (!out.isKept(operation.topicPartition)) return;
      const keys = assigned.get(operation.process) ?? new Set();
      assigned.set(operation.process, keys.add(operation.topicPartition));
      const line = { f: "assign", value: [...keys].sort((a, b) => a - b) };
      for (const type of ["invoke", "ok"]) out.line(operation, 0, { ...line, type });
    };
    return { write };
  },
};

const crash: OperationKind = {
  roles: Role.none,
  fault: () => null,
  listen: (emit) => ({
    nodeDown: (node) => {
      if (isClient(node)) emit(node, { type: "info" });
    },
  }),
};

export const operationKinds: OperationKinds = {
  send,
  poll,
  /** Sends and polls of one transaction. */
  txn: { roles: Role.records | Role.polls, fault: recordsFault },
  assign,
  subscribe: { roles: Role.binds | Role.subscribes, fault: keysFault },
  crash,
  "debug-topic-partitions": { roles: Role.none, fault: () => null },
};
