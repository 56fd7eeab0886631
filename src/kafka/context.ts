/** The broker's door to the world, with its message and observer types filled in. */
import type { Context } from "../core/machine.ts";
import type { KafkaMessage } from "./messages/index.ts";
import type { KafkaObserver } from "./observer.ts";

export type KafkaContext = Context<KafkaMessage, KafkaObserver>;
