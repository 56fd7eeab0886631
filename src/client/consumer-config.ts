/** Settings of a consumer without a group (assign, seek), as Kafka resolves them. */
export type { ResolvedConsumer as ConsumerConfig } from "../kafka/config/resolve-consumer.ts";
