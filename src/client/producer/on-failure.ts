/** What becomes of a producer's requests that failed. */
import type { ErrorCode } from "../../kafka/errors.ts";
import type { ClientContext } from "../context.ts";
import { completeBatch } from "./complete-batch.ts";
import { onInitProducerIdFailure } from "./init-producer-id.ts";
import type { ProducerCall, ProducerState } from "./producer-state.ts";

export function onFailure(
  state: ProducerState,
  call: Exclude<ProducerCall, { readonly kind: "metadata" }>,
  errorCode: ErrorCode,
  context: ClientContext,
): void {
  if (call.kind === "init-producer-id") onInitProducerIdFailure(state, context);
  else if (call.kind === "produce")
    for (const batch of call.batches) completeBatch(state, batch, errorCode, null, context);
}
