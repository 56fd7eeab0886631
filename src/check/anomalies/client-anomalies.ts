/** Legal anomalies of what clients send and read. */
import { type Anomaly, nobody } from "./anomaly.ts";

export const notAcknowledgedByAll: Anomaly = {
  number: 1,
  name: "not-acknowledged-by-all",
  sentence: "A record whose producer asked for acks=0 or acks=1 may vanish with its leader, acknowledged or not.",
  evidence: "Kafka's documentation of acks; a real leader of 4.1.2 lost such records.",
  excuses: ["acked-not-lost"],
};

export const lateRecord: Anomaly = {
  number: 2,
  name: "late-record",
  sentence:
    "A record whose send ended in an error, or whose sender has died since, may appear at any later time, behind later ones.",
  evidence: "A request of a dead connection is still read and appended (SocketServer, KafkaApis.handleProduceRequest).",
  excuses: ["producer-order"],
};

export const retryWithoutIdempotence: Anomaly = {
  number: 3,
  name: "retry-without-idempotence",
  sentence: "A producer without idempotence, or whom its leader may forget, may write a record twice when it retries.",
  evidence: "KIP-98; producer.id.expiration.ms (ProducerStateManager.removeExpiredProducers).",
  excuses: ["no-duplicate"],
};

export const renewedSession: Anomaly = {
  number: 10,
  name: "renewed-session",
  sentence:
    "What was in flight when an idempotent producer renewed its epoch itself (errors 45 and 59) may be there twice, or out of order.",
  evidence: "KAFKA-8805, KAFKA-14034; TransactionManager.bumpIdempotentProducerEpoch.",
  excuses: ["no-duplicate", "producer-order", "send-contiguity"],
};

export const earlierCopyGone: Anomaly = {
  number: 12,
  name: "earlier-copy-gone",
  sentence: "A record whose earlier copy is gone is exempt from ordering.",
  evidence: "A retry is appended where the log ends; the order of the first copies went with them.",
  excuses: ["producer-order"],
};

export const answeredFromStaleReign: Anomaly = {
  number: 15,
  name: "answered-from-stale-reign",
  sentence:
    "A leader answers a retry as a duplicate of what it kept from a stale reign, below a log start or where compaction left nothing, and no reader was ever shown it.",
  evidence: "A real broker of 4.1.2 does so: the producer's state outlives the record.",
  excuses: ["acked-not-lost"],
};

export const readerAtLogStart: Anomaly = {
  number: 16,
  name: "reader-at-log-start",
  sentence: "A reader whose position is where the leader's log starts is not told that what it read before is gone.",
  evidence: "A real broker of 4.1.2 does so.",
  excuses: ["position-monotone"],
};

export const forgottenProducer: Anomaly = {
  number: 19,
  name: "forgotten-producer",
  sentence:
    "Where retention, compaction or a new log took what a leader knew of a producer, it takes any first sequence: order and protection from duplicates end.",
  evidence: `${nobody}; ProducerAppendInfo.checkSequence, KIP-360, KAFKA-7190.`,
  excuses: ["no-duplicate", "producer-order", "send-contiguity"],
};

export const twoTopicsOfOneName: Anomaly = {
  number: 20,
  name: "two-topics-of-one-name",
  sentence:
    "A producer that is led back to a deleted topic renews its epoch for an error there, and the topic that was made anew under its name takes what it retries twice.",
  evidence: `${nobody}: it needs a broker that is cut off from the controller alone.`,
  excuses: ["no-duplicate", "producer-order", "send-contiguity", "acked-offset-correct", "acked-not-lost"],
};

export const errorOfDeletedPartition: Anomaly = {
  number: 21,
  name: "error-of-deleted-partition",
  sentence: "A leader that deletes a partition answers what waits there with an error, whatever became of it.",
  evidence: "DelayedProduce.tryComplete: UNKNOWN_TOPIC_OR_PARTITION for a partition that is gone.",
  excuses: ["no-phantom"],
};

export const lateAnswer: Anomaly = {
  number: 21,
  name: "late-answer",
  sentence:
    "An answer for several partitions may come after one of them has another leader, a lower high watermark, or is deleted.",
  evidence: "DelayedProduce answers a request as a whole.",
  excuses: ["acked-is-committed"],
};

export const sentAgain: Anomaly = {
  number: 23,
  name: "sent-again",
  sentence: "A record that an application sends again after an error may be there twice.",
  evidence: "KIP-98: idempotence covers the retries of the producer, not those of its application.",
  excuses: ["no-duplicate"],
};

export const unnoticedOlderHistory: Anomaly = {
  number: 24,
  name: "unnoticed-older-history",
  sentence:
    "A reader compares where the epoch of its position ends, so it does not notice that what it read was replaced by a longer log of older epochs.",
  evidence: `${nobody}; OffsetsForLeaderEpochUtils, SubscriptionState.maybeCompleteValidation.`,
  excuses: ["position-monotone"],
};

export const settingsKeepNoOrder: Anomaly = {
  number: 28,
  name: "settings-keep-no-order",
  sentence: "Without idempotence and with several requests in flight a retry overtakes what was sent after it.",
  evidence: "Kafka's documentation of max.in.flight.requests.per.connection.",
  excuses: ["producer-order"],
};

export const settingsForgetProducers: Anomaly = {
  number: 28,
  name: "settings-forget-producers",
  sentence:
    "Where producer.id.expiration.ms is short beside the time of a send, a leader forgets a producer that still retries.",
  evidence: "KAFKA-16920; ProducerStateManager.isProducerExpired.",
  excuses: ["send-contiguity"],
};
