/**
 * What a client puts on its connections and takes off them, by its own monotonic clock. Its host tells it, not the client: so a
 * check of its conduct asks nothing of its code.
 */
import type { NodeId } from "../core/ids.ts";
import { type ObserverOf, observation } from "../core/observer.ts";
import type { Millis } from "../core/time.ts";
import type { KafkaMessage } from "../kafka/messages/index.ts";

export const wireObservations = {
  /** A step of the client begins: what befell it follows, and then what it does. */
  clientWoke: observation<[client: NodeId, atMs: Millis]>(2),
  requestLeft: observation<[client: NodeId, node: NodeId, channel: number, body: KafkaMessage, atMs: Millis]>(5),
  /** Or a command of its operator, from node -1. */
  answerCame: observation<[client: NodeId, node: NodeId, channel: number, body: KafkaMessage, atMs: Millis]>(5),
  /** `isOwn`: the client closed it. */
  connectionEnded: observation<[client: NodeId, node: NodeId, channel: number, isOwn: boolean, atMs: Millis]>(5),
};

export interface WireObserver extends ObserverOf<typeof wireObservations> {}
