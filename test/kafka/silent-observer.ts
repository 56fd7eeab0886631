/** An observer of brokers and the controller that hears nothing but what it is given ears for. */
import { observerOf } from "../../src/core/observer.ts";
import { type KafkaObserver, kafkaObservations } from "../../src/kafka/observer.ts";

export const silentObserver = (heard: Partial<KafkaObserver> = {}): KafkaObserver =>
  observerOf(kafkaObservations, [heard]);
