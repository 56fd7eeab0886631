/** What each statistic counts, in which unit, and which metric of Kafka it is: what `explain` and the JSON Schema say. */
import type { StatisticName } from "./statistics.ts";

interface StatisticCard {
  readonly name: string;
  readonly unit: string;
  readonly sentence: string;
  /** The MBean of Kafka's metric; null: no metric of Kafka's. */
  readonly metric: string | null;
}

type Row = readonly [unit: string, sentence: string, metric?: string];

const server = "kafka.server:type=ReplicaManager,name=";
const controller = "kafka.controller:type=";

const rows: Readonly<Record<StatisticName, Row>> = {
  sentRecords: ["records", "Records that applications handed to their producer."],
  ackedRecords: ["records", "Sends that succeeded, whatever the acks."],
  ackedSurvived: [
    "records",
    "Acknowledged and not lost: in the log that rules at the end, or taken from it by retention, compaction or DeleteRecords.",
  ],
  lostAcked: ["records", "Acknowledged and gone from the log that rules at the end, though nothing deleted them."],
  reportedFailed: [
    "records",
    "Sends that ended in an error after which the record surely was not written: every attempt was refused for sure, or none left the client.",
  ],
  reportedFailedSurvived: [
    "records",
    "Of those, in the log that rules at the end. Each is a broken promise (no-phantom).",
  ],
  ambiguous: [
    "records",
    "Sends that ended in an error that leaves open whether the record was written: a timeout, a lost connection. An application that counts them as lost counts too many.",
  ],
  ambiguousSurvived: ["records", "Of those, in the log that rules at the end: written although an error was reported."],
  neverReported: ["records", "Sends of which the application never heard, as its process died first."],
  neverReportedSurvived: ["records", "Of those, in the log that rules at the end."],
  undecided: ["records", "Sends still without an answer when the run ended."],
  lateAppearance: [
    "records",
    "Records that became visible only after their send had ended in an error: a late request, or a retry that came through.",
  ],
  duplicates: ["records", "Records that became visible once more."],
  reorderings: ["records", "Records that became visible after a later one of the same producer session and partition."],
  unavailableSeconds: [
    "virtual seconds, summed over partitions",
    "Time in which the cluster could not take a write with acks=all: no leader, a leader whose process is down or paused or has not taken office, or an ISR below min.insync.replicas. As seen from the cluster: a healthy leader that clients cannot reach, or whose followers are cut off but still in the ISR, does not show here; see writeStallSeconds.",
  ],
  writeStallSeconds: [
    "virtual seconds, summed over producers and partitions",
    "Time in which a producer waited for an answer and none of its sends to the partition succeeded; gaps of up to a second are not counted. As seen from clients: cuts, slow followers and elections all show, but only while somebody writes, and never longer than the delivery timeout allows waiting. linger.ms counts as waiting.",
  ],
  writeStallSecondsMax: ["virtual seconds", "The longest such gap."],
  readerResets: [
    "resets",
    "Times that a reader's position was reset (auto.offset.reset), as after retention overtook it.",
  ],
  "records-lag-max": [
    "records",
    "The most by which a reader that had just polled was behind the high watermark of a partition.",
    "kafka.consumer:type=consumer-fetch-manager-metrics,client-id={client-id} attribute records-lag-max",
  ],
  UnderReplicatedPartitionsMax: [
    "partitions",
    "The most partitions at one time with a leader and fewer replicas in the ISR than assigned. Summed over brokers; Kafka's gauge counts, as this one, where there is a leader.",
    `${server}UnderReplicatedPartitions`,
  ],
  UnderMinIsrPartitionCountMax: [
    "partitions",
    "The most partitions at one time with a leader and fewer replicas in the ISR than min.insync.replicas: sends with acks=all are refused.",
    `${server}UnderMinIsrPartitionCount`,
  ],
  AtMinIsrPartitionCountMax: [
    "partitions",
    "The most partitions at one time with a leader and exactly min.insync.replicas replicas in the ISR: one less, and writes stop.",
    `${server}AtMinIsrPartitionCount`,
  ],
  OfflinePartitionsCountMax: [
    "partitions",
    "The most partitions at one time without a leader.",
    `${controller}KafkaController,name=OfflinePartitionsCount`,
  ],
  UncleanLeaderElectionsPerSecCount: [
    "elections",
    "Elections of a replica outside ISR and ELR: unclean ones, and those of a last known leader.",
    `${controller}ControllerStats,name=UncleanLeaderElectionsPerSec`,
  ],
  ElectionFromEligibleLeaderReplicasPerSecCount: [
    "elections",
    "Elections of an eligible leader replica (KIP-966), as the ISR was empty.",
    `${controller}ControllerStats,name=ElectionFromEligibleLeaderReplicasPerSec`,
  ],
  IsrShrinksPerSecCount: ["changes", "Times that the ISR of a partition lost members.", `${server}IsrShrinksPerSec`],
  IsrExpandsPerSecCount: ["changes", "Times that the ISR of a partition got members.", `${server}IsrExpandsPerSec`],
  PreferredReplicaImbalanceCountMax: [
    "partitions",
    "At the end of the run: partitions that another than their preferred replica leads, or nobody.",
    `${controller}KafkaController,name=PreferredReplicaImbalanceCount`,
  ],
};

/** In the order of the statistics. */
export const statisticCards: readonly StatisticCard[] = Object.entries(rows).map(
  ([name, [unit, sentence, metric = null]]) => ({ name, unit, sentence, metric }),
);

/** How the numbers of several runs become one. */
export const keepsLargest = (name: string): boolean => /max$/i.test(name);
