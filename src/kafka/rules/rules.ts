/**
 * The decision points where Kafka's history, or a defect, differs from today's Kafka: functions, grouped by room.
 * Protocol code asks the rules and reads naturally without knowing which set is in force.
 */
import { type ConsumerRules, kafka4Consumer } from "./consumer-rules.ts";
import { type ControllerRules, kafka4Controller } from "./controller-rules.ts";
import { kafka4Log, type LogRules } from "./log-rules.ts";
import { kafka4Producer, type ProducerRules } from "./producer-rules.ts";
import { kafka4Replication, type ReplicationRules } from "./replication-rules.ts";

export interface Rules {
  readonly name: string;
  readonly log: LogRules;
  readonly replication: ReplicationRules;
  readonly producer: ProducerRules;
  readonly consumer: ConsumerRules;
  readonly controller: ControllerRules;
}

/** Today's Kafka (4.x). */
export const kafka4: Rules = {
  name: "kafka-4",
  log: kafka4Log,
  replication: kafka4Replication,
  producer: kafka4Producer,
  consumer: kafka4Consumer,
  controller: kafka4Controller,
};

/** A rule set that differs from `base` in some decisions of some rooms. */
export interface Override {
  readonly name: string;
  readonly log?: Partial<LogRules>;
  readonly replication?: Partial<ReplicationRules>;
  readonly producer?: Partial<ProducerRules>;
  readonly consumer?: Partial<ConsumerRules>;
  readonly controller?: Partial<ControllerRules>;
}

/** Rooms keep one key order, so that every rule set has the same shape. */
export function overrideRules(base: Rules, override: Override): Rules {
  return {
    name: override.name,
    log: { ...base.log, ...override.log },
    replication: { ...base.replication, ...override.replication },
    producer: { ...base.producer, ...override.producer },
    consumer: { ...base.consumer, ...override.consumer },
    controller: { ...base.controller, ...override.controller },
  };
}
