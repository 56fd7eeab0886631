/** Mutants that no check can kill, or that none need kill, with the reason: read, tried, and judged by hand. */
import type { Place } from "./mutant.ts";

interface Judged extends Omit<Place, "nth"> {
  /** Absent: 0. */
  readonly nth?: number;
  /** `equivalent`: no run differs in anything that a checker may see. `speed-only`: something is done more or less often. */
  readonly verdict: "equivalent" | "speed-only";
  readonly reason: string;
}

export const judged: readonly Judged[] = [
  {
    file: "src/client/consumer/fetcher.ts",
    function: "sendFetch",
    source: "replicaEpoch: -1,",
    change: "-1 to 0",
    verdict: "equivalent",
    reason: "Brokers ask for the epoch of a replica only where a replica fetches, and a consumer is none.",
  },
  {
    file: "src/client/names.ts",
    function: "",
    source: "produce: 0x5001,",
    change: "20481 to 20482",
    verdict: "equivalent",
    reason: "A part of names by which chance is drawn: another name is another draw of the same chance.",
  },
  {
    file: "src/client/names.ts",
    function: "",
    source: "metadata: 0x5003,",
    change: "20483 to 20484",
    verdict: "equivalent",
    reason: "A part of names by which chance is drawn: another name is another draw of the same chance.",
  },
  {
    file: "src/kafka/controller/partition-change.ts",
    function: "lastKnown",
    source: "if (leader >= 0) return none;",
    change: ">= to >",
    verdict: "equivalent",
    reason: "Brokers are numbered from 1, so no leader has the number 0.",
  },
  {
    file: "src/kafka/broker/producer-ids.ts",
    function: "newProducerIds",
    source: "nextBlockLength: 0,",
    change: "0 to 1",
    verdict: "equivalent",
    reason: "Read only after an answer has set it.",
  },
  {
    file: "src/kafka/controller/metadata-log.ts",
    function: "MetadataLog.append",
    source: "if (!this.file.append(batch, 61 + 50 * batch.records.length)) return refused;",
    change: "50 to 51",
    verdict: "equivalent",
    reason: "An estimate of bytes, which only a disk that fills up counts.",
  },
  {
    file: "src/kafka/ledger/ledger-host.ts",
    function: "",
    source: "const maxWaiting = 10_000;",
    change: "10000 to 10001",
    verdict: "equivalent",
    reason: "Any bound does that no ledger comes near while its log commits.",
  },
  {
    file: "src/kafka/log/append.ts",
    function: "appendAsFollower",
    source: "if (batch.producerId !== noProducerId && rules.validatesSequencesOnReplica) {",
    change: "!== to ===",
    verdict: "equivalent",
    reason: "Today's followers ask for no sequences at all; those of defect P-04 do, and its test watches them.",
  },
  {
    file: "src/kafka/log/producer-snapshot.ts",
    function: "dropStraySnapshots",
    source: "if (kept.length < snapshots.length) writeSnapshots(log, kept, true);",
    change: "< to <=",
    verdict: "speed-only",
    reason: "The same snapshots are written again.",
  },
  {
    file: "src/kafka/log/roll.ts",
    function: "addSegment",
    source: "const last = log.segments[log.segments.length - 1];",
    change: "1 to 0",
    verdict: "equivalent",
    reason: "Read by an invariant alone.",
  },
  {
    file: "src/kafka/replica-manager/api/produce.ts",
    function: "refused",
    source: "lastOffset: -1,",
    change: "-1 to 0",
    verdict: "equivalent",
    reason: "What is refused waits for nothing, and its answer names the base offset.",
  },
  {
    file: "src/kafka/replica-manager/log-directory.ts",
    function: "openDirectories",
    source: "directories.push({ index, disk, id, offline: id === 0, replicas: 0 });",
    change: "0 to 1",
    nth: 1,
    verdict: "equivalent",
    reason: "Directories are compared with one another, and each counts one more.",
  },
  {
    file: "src/kafka/replica-manager/timers.ts",
    function: "",
    source: "deleteRecordsDeadline: 26,",
    change: "26 to 27",
    verdict: "equivalent",
    reason: "A name of a timer, as unlike all others as before.",
  },
  {
    file: "src/kafka/replication/fetcher-response.ts",
    function: "onEpochResponse",
    source:
      "if (part.errorCode !== Errors.NONE) onError(fetcher, followed, followed.askedInEpoch, part.errorCode, env);",
    change: "!== to ===",
    verdict: "equivalent",
    reason:
      "Today's followers learn where they diverge with their fetches (KIP-595); those of older releases, which ask, are watched by the tests of the rules.",
  },
  {
    file: "src/kafka/replication/fetcher-response.ts",
    function: "onOutOfRange",
    source: "fetchFrom(fetcher, followed, followed.partition.log.logEndOffset, followed.partition.log.latestEpoch);",
    change: "call dropped",
    verdict: "equivalent",
    reason: "Today's followers ask their leader where its log starts; the defect that does not is watched by its test.",
  },
  {
    file: "src/kafka/replication/remote-replica.ts",
    function: "",
    source: "export const neverFetched = -2;",
    change: "-2 to -1",
    verdict: "equivalent",
    reason: "A follower fetches once it is registered only, so none names the epoch -1.",
  },
];
