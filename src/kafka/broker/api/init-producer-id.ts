/**
 * InitProducerId (22), without a transactional id.
 *
 * Every request gets a new producer id with epoch 0, whatever session it names (TransactionCoordinator.handleInitProducerId).
 * Ids come in blocks from the controller; while there is none the answer is COORDINATOR_LOAD_IN_PROGRESS.
 * KIP-98, KIP-360, KIP-730 (blocks).
 */
import type { ConnectionId } from "../../../core/ids.ts";
import { mix4 } from "../../../core/mix.ts";
import { Errors } from "../../errors.ts";
import type { InitProducerIdRequest } from "../../messages/offsets.ts";
import { Name } from "../names.ts";
import { takeProducerId } from "../producer-ids.ts";
import type { BrokerState } from "../state.ts";

export function handleInitProducerId(
  state: BrokerState,
  connection: ConnectionId,
  request: InitProducerIdRequest,
): void {
  const producerId = takeProducerId(state);
  state.port.context.reply(connection, {
    kind: "InitProducerIdResponse",
    name: mix4(Name.initProducerIdResponse, request.name, state.brokerId, producerId),
    correlationId: request.correlationId,
    errorCode: producerId < 0 ? Errors.COORDINATOR_LOAD_IN_PROGRESS : Errors.NONE,
    producerId,
    producerEpoch: producerId < 0 ? -1 : 0,
  });
}
