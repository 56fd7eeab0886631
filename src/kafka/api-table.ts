/** One handler for each kind of request that a process serves. */
import type { ConnectionId } from "../core/ids.ts";
import type { KafkaMessage, KafkaRequest } from "./messages/index.ts";

export type ApiTable<State, Kind extends KafkaRequest["kind"]> = {
  readonly [K in Kind]: (state: State, connection: ConnectionId, request: Extract<KafkaRequest, { kind: K }>) => void;
};

type Handler<State> = (state: State, connection: ConnectionId, message: KafkaMessage) => void;

/** The handler of a message; undefined: it is no request of these kinds. To be called with that message alone. */
export const handlerOf = <State, Kind extends KafkaRequest["kind"]>(
  apis: ApiTable<State, Kind>,
  message: KafkaMessage,
): Handler<State> | undefined =>
  // The type of the table says that what stands under a kind takes the requests of that kind.
  (apis as unknown as Readonly<Record<string, Handler<State> | undefined>>)[message.kind];
