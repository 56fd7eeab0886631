/** What a consumer is told when it is made. */
import type { NodeId } from "../core/ids.ts";
import type { Millis } from "../core/time.ts";
import type { ResolvedConsumer } from "../kafka/config/resolve-consumer.ts";
import type { SeekTo } from "../kafka/messages/operator.ts";
import type { Rules } from "../kafka/rules/rules.ts";
import type { ProcessingPlan } from "./consumer/processing-plan.ts";

/** Settings, as Kafka resolves them. */
export type ConsumerConfig = ResolvedConsumer;

export interface ConsumerOptions {
  readonly config: ConsumerConfig;
  readonly bootstrap: readonly NodeId[];
  readonly rules: Rules;
  readonly workload: PollPlan;
  /** Of the client; wins over client.rack unless empty. */
  readonly rack?: string;
  /** What the host's monotonic clock shows at the start of the run; default 0. */
  readonly clockStartMs?: Millis;
}

/** How the application reads. */
export interface PollPlan {
  readonly topics: readonly string[];
  readonly startMs: Millis;
  readonly pollEveryMs: Millis;
  /** Of a consumer without a group. */
  readonly start: SeekTo;
  /** Of a member of a group. */
  readonly processing: ProcessingPlan;
}
