/** What a trial must know beforehand: the settings that decide what is promised, and which checks to run. */
import type { AdminConfig } from "../client/admin-config.ts";
import type { NodeId } from "../core/ids.ts";
import type { ResolvedConsumer } from "../kafka/config/resolve-consumer.ts";
import type { ResolvedProducer } from "../kafka/config/resolve-producer.ts";
import type { SeekTo } from "../kafka/messages/operator.ts";
import type { CheckName, Violation } from "./check.ts";

export interface TrialOptions {
  /** Broker ids are 1..brokers. */
  readonly brokers: number;
  /** KIP-966: eligible.leader.replicas of the cluster. */
  readonly eligibleLeaderReplicasEnable: boolean;
  readonly topics: readonly TopicTerms[];
  /** Up to 3.6 a min.insync.replicas above the copies refuses every acks=all write (KAFKA-15583). */
  readonly refusesAboveCopies?: boolean;
  /** For topics that are created while the run goes on. */
  readonly topicDefaults: TopicTerms;
  readonly producers: readonly ProducerTerms[];
  /** Left out: anybody may read anything. */
  readonly consumers?: readonly ConsumerTerms[];
  /** `__consumer_offsets`, as offsets.topic.* makes it. Left out: there are no groups. */
  readonly offsetsTopic?: TopicTerms;
  /** Whose conduct is judged, by what its application set. Left out: nobody's. */
  readonly clients?: readonly ClientTerms[];
  /** Times of the brokers that progress, or the memory of producers, depends on. Left out: they suffice. */
  readonly times?: BrokerTimes;
  /** Default `all`. `none`: nothing is watched, not even statistics and marks. */
  readonly checks?: "all" | "none" | readonly CheckName[];
  /** Judge by these settings instead of the configured ones: an unsafe setting that was planted as a defect. */
  readonly expectations?: Expectations;
  /** Called for the first violation of each fingerprint, inside the event that showed it. */
  readonly onViolation?: (violation: Violation) => void;
  /** Judge without this legal anomaly: shows whether it is needed. */
  readonly refusedAnomaly?: string;
  /** Events per node and virtual second of the calm phase that need no progress to explain them (5.13). Default 500. */
  readonly quietEventsPerNodeSecond?: number;
}

/** A TopicConfig with a name and a replication factor fits. */
export interface TopicTerms {
  readonly name: string;
  readonly replicationFactor: number;
  readonly minInsyncReplicas: number;
  readonly uncleanLeaderElectionEnable: boolean;
  readonly cleanupPolicy: readonly ("delete" | "compact")[];
  /** 1: every append is on the platter before it is answered or fetched on. */
  readonly flushMessages: number;
}

/** A ProducerConfig with a node id and topics fits. */
export interface ProducerTerms {
  readonly client: number;
  /** The topics that it writes to. */
  readonly topics: readonly string[];
  readonly acks: number;
  readonly enableIdempotence: boolean;
  readonly maxInFlightRequestsPerConnection: number;
  /** The longest that a send may take: max.block.ms + delivery.timeout.ms. Default 0: all have completed in the end. */
  readonly decidedWithinMs?: number;
}

/** A ConsumerConfig with a node id, topics and a start fits. */
export interface ConsumerTerms {
  readonly client: number;
  /** The topics that it reads. */
  readonly topics: readonly string[];
  readonly start: SeekTo;
  /** null: it reads by assign. */
  readonly group?: GroupTerms | null;
  readonly autoOffsetReset?: unknown;
  /** Its application commits before it processes. */
  readonly commitsBefore?: boolean;
  /** Its application goes elsewhere while it reads. */
  readonly seeks?: boolean;
}

/** A ResolvedGroup fits. */
export interface GroupTerms {
  readonly groupId: string;
  readonly sessionTimeoutMs: number;
  readonly maxPollIntervalMs: number;
  readonly requestTimeoutMs: number;
  /** null: a dynamic member. */
  readonly groupInstanceId: string | null;
}

/** A member that begins at the beginning, and commits what it has processed. */
export const missesNothing = ({ autoOffsetReset, commitsBefore, seeks }: ConsumerTerms): boolean =>
  autoOffsetReset === "earliest" && commitsBefore !== true && seeks !== true;

interface AnyClientTerms {
  readonly client: NodeId;
  /** bootstrap.servers */
  readonly bootstrap: readonly NodeId[];
}

interface ProducerConduct extends AnyClientTerms {
  readonly kind: "producer";
  readonly config: ResolvedProducer;
}

export interface ConsumerConduct extends AnyClientTerms {
  readonly kind: "consumer";
  readonly config: ResolvedConsumer;
  /** Of the client, or client.rack. */
  readonly rack: string;
  readonly start: SeekTo;
}

interface AdminConduct extends AnyClientTerms {
  readonly kind: "admin";
  readonly config: AdminConfig;
}

/** A client and its settings in force. */
export type ClientTerms = ProducerConduct | ConsumerConduct | AdminConduct;

/** A BrokerConfig with the length of the calm phase fits. */
export interface BrokerTimes {
  readonly brokerHeartbeatIntervalMs: number;
  readonly brokerSessionTimeoutMs: number;
  readonly replicaFetchWaitMaxMs: number;
  readonly replicaSocketTimeoutMs: number;
  readonly replicaFetchBackoffMs: number;
  readonly producerIdExpirationMs: number;
  readonly calmMs: number;
}

type Expectations = Partial<
  Pick<TrialOptions, "eligibleLeaderReplicasEnable"> &
    Pick<TopicTerms, "replicationFactor" | "minInsyncReplicas" | "uncleanLeaderElectionEnable"> &
    Pick<ProducerTerms, "acks" | "enableIdempotence" | "maxInFlightRequestsPerConnection">
>;

/** Settings as a trial judges them: those of the configuration, or what was expected of it. */
export function judgedTerms(options: TrialOptions, terms: TopicTerms): TopicTerms {
  const expected = options.expectations;
  if (expected === undefined) return terms;
  return {
    name: terms.name,
    cleanupPolicy: terms.cleanupPolicy,
    flushMessages: terms.flushMessages,
    replicationFactor: expected.replicationFactor ?? terms.replicationFactor,
    minInsyncReplicas: expected.minInsyncReplicas ?? terms.minInsyncReplicas,
    uncleanLeaderElectionEnable: expected.uncleanLeaderElectionEnable ?? terms.uncleanLeaderElectionEnable,
  };
}

export function producerTermsOf(options: TrialOptions, terms: ProducerTerms): ProducerTerms {
  const expected = options.expectations;
  if (expected === undefined) return terms;
  return {
    client: terms.client,
    topics: terms.topics,
    acks: expected.acks ?? terms.acks,
    enableIdempotence: expected.enableIdempotence ?? terms.enableIdempotence,
    maxInFlightRequestsPerConnection:
      expected.maxInFlightRequestsPerConnection ?? terms.maxInFlightRequestsPerConnection,
    ...(terms.decidedWithinMs === undefined ? {} : { decidedWithinMs: terms.decidedWithinMs }),
  };
}
