/** Requests that wait (Kafka's purgatories): what they carry. Each kind has its own file for when it is answered. */
import type { ConnectionId } from "../../core/ids.ts";
import type { ErrorCode } from "../errors.ts";
import type { DeleteRecordsRequest } from "../messages/offsets.ts";
import type { ProduceRequest } from "../messages/produce.ts";
import type { FetchContext } from "../replication/fetch-session.ts";
import type { ProduceResult } from "../replication/produce.ts";
import type { Delayed } from "./deadline-list.ts";

export interface DelayedProduce extends Delayed<DelayedProduce> {
  readonly connection: ConnectionId;
  readonly request: ProduceRequest;
  /** In the order of the request's partitions. */
  readonly results: readonly ProduceResult[];
  /** Parallel to `results`; as decided so far. */
  readonly errorCodes: ErrorCode[];
  undecided: number;
}

/** One partition of a waiting request. */
export interface ProduceWaiter {
  readonly operation: DelayedProduce;
  readonly index: number;
  /** The high watermark that acknowledges the batch. */
  readonly requiredOffset: number;
}

export interface DelayedFetch extends Delayed<DelayedFetch> {
  readonly connection: ConnectionId;
  readonly fetch: FetchContext;
}

export interface DelayedDeleteRecords extends Delayed<DelayedDeleteRecords> {
  readonly connection: ConnectionId;
  readonly request: DeleteRecordsRequest;
  /** Parallel to the request's partitions. */
  readonly outcomes: DeleteRecordsOutcome[];
  undecided: number;
}

export interface DeleteRecordsOutcome {
  errorCode: ErrorCode;
  /** Log start that every live replica must reach. */
  readonly requiredOffset: number;
  lowWatermark: number;
}

export interface DeleteRecordsWaiter {
  readonly operation: DelayedDeleteRecords;
  readonly index: number;
}
