/** Settings of a producer as Kafka resolves them; keys in camelCase, units last. acks: 0, 1, -1 (all). */
export type { ResolvedProducer as ProducerConfig } from "../kafka/config/resolve-producer.ts";
