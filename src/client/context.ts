/** The context of every client machine. */
import type { Context } from "../core/machine.ts";
import type { KafkaMessage } from "../kafka/messages/index.ts";
import type { ClientObserver } from "./observer.ts";

export type ClientContext = Context<KafkaMessage, ClientObserver>;
