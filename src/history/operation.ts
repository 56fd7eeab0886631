/**
 * A client's history: what it asked for and what it learned, in real-time order. No knowledge of brokers enters here.
 *
 * Each step stands twice: an `invoke`, then one completion: `ok` (it happened), `fail` (it did not), `info` (nobody
 * knows; it may still happen later). A process that dies leaves invocations without completion: those are `info` too.
 */
import { nodeIdLimit } from "../core/ids.ts";

export interface OperationTerms {
  readonly type: "invoke" | "ok" | "fail" | "info";
}

/** An operation of any kind; its other fields are known to its kind only. */
export interface Operation extends OperationTerms {
  /** Position in the history. */
  readonly index: number;
  readonly atMicros: number;
  /** One life of one client: node id + nodeIdLimit * incarnation, so that a process never continues after it died. */
  readonly process: number;
  /** The name of its kind. */
  readonly f: string;
}

export const processOf = (client: number, incarnation: number): number => client + nodeIdLimit * incarnation;
