/**
 * A client's history: what it asked for and what it learned, in real-time order. No knowledge of brokers enters here.
 *
 * Each step stands twice: an `invoke`, then one completion: `ok` (it happened), `fail` (it did not), `info` (nobody
 * knows; it may still happen later). A process that dies leaves invocations without completion: those are `info` too.
 */
import { nodeIdLimit } from "../core/ids.ts";
import type { TopicPartition } from "../kafka/topic-partition.ts";

type OperationType = "invoke" | "ok" | "fail" | "info";

interface Base {
  /** Position in the history. */
  readonly index: number;
  readonly atMicros: number;
  /** One life of one client: node id + nodeIdLimit * incarnation, so that a process never continues after it died. */
  readonly process: number;
  readonly type: OperationType;
}

export type Operation =
  /** `offset` -1: unknown. `error`: Kafka's code, 0 if none. */
  | (Base & {
      readonly f: "send";
      readonly record: number;
      readonly topicPartition: TopicPartition | -1;
      readonly offset: number;
      readonly error: number;
    })
  /** One poll's yield from one partition; offsets and records in parallel. A poll that returned nothing is not noted. */
  | (Base & {
      readonly f: "poll";
      readonly topicPartition: TopicPartition;
      readonly offsets: readonly number[];
      readonly records: readonly number[];
    })
  /** The next offset to be returned was set: by assignment, seek, reset, or because the log was truncated. */
  | (Base & {
      readonly f: "position";
      readonly topicPartition: TopicPartition;
      readonly offset: number;
      readonly reason: "assign" | "seek" | "reset" | "truncation";
    })
  | (Base & { readonly f: "crash" });

/** An operation before it has its place. */
export type Step<T = Operation> = T extends Operation ? Omit<T, "index" | "atMicros" | "process"> : never;

export const processOf = (client: number, incarnation: number): number => client + nodeIdLimit * incarnation;
