/** Legal anomalies of how a run ends. */
import { type Anomaly, nobody } from "./anomaly.ts";

export const logStartsWithinBatch: Anomaly = {
  number: 17,
  name: "log-starts-within-batch",
  sentence:
    "A follower that ends within the batch in which its leader's log starts gives the partition up until the next leader epoch.",
  evidence: "Real brokers of 4.1.2 and 4.3.1 do so (UnexpectedAppendOffsetException, markPartitionFailed).",
  excuses: ["isr-refills", "high-watermark-reaches-end", "reassignment-completes"],
};

export const behindByOffsetsOnly: Anomaly = {
  number: 19,
  name: "behind-by-offsets-only",
  sentence:
    "A follower of a compacted log lacks offsets, but no record: there is nothing to send it before the next write, so it stays where it is.",
  evidence: `${nobody}; ReplicaManager.readFromLog returns no batch below the leader's log end.`,
  excuses: ["isr-refills", "high-watermark-reaches-end", "reassignment-completes"],
};

export const newsOnItsWay: Anomaly = {
  number: 26,
  name: "news-on-its-way",
  sentence: "Brokers have not heard yet of what the controller changed in the last second before the run came to rest.",
  evidence: "The preferred election is a periodic task (leader.imbalance.check.interval.seconds).",
  excuses: ["leader-eventually", "metadata-converges"],
};

export const highWatermarkNotTold: Anomaly = {
  number: 27,
  name: "high-watermark-not-told",
  sentence:
    "A follower that drops an answer, or is told to truncate by it, does not take its high watermark, which its session notes as sent: it hears of it when it moves next.",
  evidence: "KAFKA-14704; FetchSession.CachedPartition.maybeUpdateResponseData, AbstractFetcherThread.",
  excuses: ["high-watermark-reaches-end"],
};

export const settingsAllowNoProgress: Anomaly = {
  number: 28,
  name: "settings-allow-no-progress",
  sentence: "Where sessions or fetches are given up before they can be answered, nothing has to come to rest.",
  evidence: "Kafka's documentation of broker.heartbeat.interval.ms and replica.socket.timeout.ms.",
  excuses: [
    "leader-eventually",
    "isr-refills",
    "high-watermark-reaches-end",
    "produce-decided",
    "logs-converge",
    "metadata-converges",
    "reassignment-completes",
    "no-tight-loop",
  ],
};
