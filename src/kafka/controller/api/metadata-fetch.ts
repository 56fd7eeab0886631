/**
 * Fetch of the metadata log, broker to controller (KIP-595, KIP-631): a long poll.
 *
 * Records from `fetchOffset` up to the committed end at once; if there are none, when some commit or maxWaitMs passed.
 * An offset beyond the end of the log: OFFSET_OUT_OF_RANGE.
 */
import { controllerId } from "../../../core/ids.ts";
import { mix4 } from "../../../core/mix.ts";
import { Errors } from "../../errors.ts";
import type { MetadataFetchRequest, MetadataFetchResponse } from "../../messages/controller.ts";
import type { MetadataRecord } from "../../metadata/records.ts";
import type { MetadataLog } from "../metadata-log.ts";

/** A broker far behind reads in several rounds. */
const maxRecords = 1000;
const noRecords: readonly MetadataRecord[] = [];

/** Nothing to tell yet: the fetch waits at the committed end. */
export const mustWait = (log: MetadataLog, request: MetadataFetchRequest): boolean =>
  request.maxWaitMs > 0 && request.fetchOffset === log.committedEnd;

export function metadataFetchAnswer(log: MetadataLog, request: MetadataFetchRequest): MetadataFetchResponse {
  const { fetchOffset } = request;
  const { committedEnd } = log;
  const isInRange = fetchOffset >= 0 && fetchOffset <= committedEnd;
  const end = Math.min(committedEnd, fetchOffset + maxRecords);
  const errorCode = isInRange ? Errors.NONE : Errors.OFFSET_OUT_OF_RANGE;
  return {
    kind: "MetadataFetchResponse",
    name: mix4(request.name, controllerId, errorCode, committedEnd),
    correlationId: request.correlationId,
    errorCode,
    baseOffset: fetchOffset,
    records: isInRange && end > fetchOffset ? log.records.slice(fetchOffset, end) : noRecords,
    endOffset: committedEnd,
  };
}
