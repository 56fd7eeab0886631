/** Requests whose connection ended: nobody knows what became of them (Y-1). */
import type { ErrorCode } from "../../kafka/errors.ts";
import type { ClientContext } from "../context.ts";
import { onMetadataFailure, requestUpdate } from "../metadata/metadata-updater.ts";
import { completeBatch } from "./complete-batch.ts";
import { onInitProducerIdFailure } from "./init-producer-id.ts";
import type { ProducerCall, ProducerState } from "./producer-state.ts";

/** REQUEST_TIMED_OUT or NETWORK_EXCEPTION. The leader may be another one by now. */
export function failCalls(
  state: ProducerState,
  calls: readonly ProducerCall[],
  errorCode: ErrorCode,
  context: ClientContext,
): void {
  for (const call of calls) {
    if (call.kind === "metadata") onMetadataFailure(state.updater, state.self, context);
    else if (call.kind === "init-producer-id") onInitProducerIdFailure(state, context);
    else if (call.kind === "produce")
      for (const batch of call.batches) completeBatch(state, batch, errorCode, null, context);
  }
  requestUpdate(state.updater);
}
