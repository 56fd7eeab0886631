/**
 * `Sometimes` marks: things that must have happened in some run, or a property has passed without meeting its case.
 * Counted from observations, one byte per mark and run.
 */
import { invariant } from "../core/invariant.ts";

interface MarkCard {
  readonly name: string;
  /** What happened, in one line. */
  readonly sentence: string;
  /** Where the rules stand that it is about. */
  readonly source: string;
}

/**
 * Met under the rules of earlier releases only: today's leaders commit nothing below min.insync.replicas, so that no batch is
 * committed and refused at once (KAFKA-15583, KIP-966).
 */
export const notToday: readonly string[] = ["not-enough-replicas-after-append"];

type Named = readonly (readonly [name: string, sentence: string])[];

/** Logs. */
const logs: Named = [
  ["segment-rolled", "a log closed its active segment and opened another"],
  ["retention-deleted", "retention moved a log start"],
  ["records-deleted-on-request", "DeleteRecords moved a log start"],
  ["log-start-followed-leader", "a follower took over its leader's log start"],
  ["compaction-ran", "a log was compacted"],
  ["compaction-removed-records", "compaction took records away"],
  ["log-truncated", "a follower truncated records"],
  ["follower-truncated-below-its-high-watermark", "a follower truncated below its own high watermark"],
  ["log-restarted", "a replica dropped its whole log and started anew elsewhere"],
  ["log-recovered", "a log was opened after an unclean stop"],
  ["power-loss-tore-tail", "a power loss took records from the end of a log"],
  ["process-crash-kept-log", "a log was opened whole after a process crash"],
  ["log-dir-failed", "a log directory failed under a running broker"],
  ["replica-log-deleted", "a broker deleted a replica's log"],
  ["offset-written-in-two-epochs", "two leaders wrote different records at one offset"],
  ["three-epochs-in-a-log", "a log holds records of three leader epochs"],
];

/** Leaders, followers, marks. */
const leaders: Named = [
  ["leader-changed", "another broker became leader of a partition"],
  ["leader-took-office-behind-mark", "a leader began with a lower high watermark than its predecessor's"],
  ["leader-began-in-old-epoch", "a broker began to lead in an epoch that the controller had already ended"],
  ["leader-with-older-epoch-served-produce", "a leader that the controller had replaced accepted a produce"],
  ["stale-leader-advanced-high-watermark", "a leader that the controller had replaced moved its high watermark"],
  ["append-under-min-isr", "a leader appended while its ISR was below min.insync.replicas"],
  ["follower-high-watermark-fell", "the high watermark of a follower went back"],
  ["follower-diverged", "a follower learnt that its log leaves the leader's"],
  ["late-fetch-answer", "a fetch was answered after its follower had gone over to a newer leader epoch"],
  ["late-diverging-answer", "such an answer told the follower where to truncate"],
  ["leader-replaced-before-it-led", "a leader was replaced before it had begun to lead"],
  ["leader-elected-with-shorter-log", "a leader was elected although another member of the ISR had more records"],
  ["three-leader-epochs-in-a-second", "a partition went through three leader epochs within a second"],
  [
    "follower-level-with-old-mark",
    "a follower reached its leader's high watermark, but not yet the start of its leader epoch",
  ],
  ["fetch-fenced", "a fetch of an old leader epoch was refused"],
  ["fetch-of-unknown-epoch", "a fetch of a leader epoch that the broker did not know yet was refused"],
  ["fetch-out-of-range", "a fetch was out of the log's range"],
  ["metadata-behind", "a broker became follower in an epoch that the controller had already ended"],
];

/** Produce. */
const produce: Named = [
  ["acked-after-leader-change", "an acks=all produce succeeded at a leader that had taken over"],
  ["produce-retried-as-duplicate", "a retried batch was recognised as a duplicate"],
  ["duplicate-recognised-after-leader-change", "a new leader recognised a batch that its predecessor had appended"],
  ["not-enough-replicas", "an acks=all produce was refused before the append (error 19)"],
  ["not-enough-replicas-after-append", "a committed batch was answered with error 20"],
  ["produce-timed-out-after-append", "a produce was answered with error 7 although it was appended"],
  ["leadership-lost-while-produce-waited", "a produce was answered with error 6 although it was appended"],
  ["sequence-out-of-order", "a batch was refused for its sequence (error 45)"],
  [
    "late-request-after-reset",
    "a leader appended a batch that its sender had given up or had since sent to another broker",
  ],
];

/** ISR and elections. */
const elections: Named = [
  ["isr-shrunk", "an ISR lost a member"],
  ["isr-expanded", "an ISR gained a member"],
  ["isr-shrunk-and-refilled", "an ISR lost a member and was complete again later"],
  ["isr-of-one", "an ISR of several replicas shrank to one"],
  ["elr-filled", "a replica became an eligible leader replica"],
  ["alter-partition-pending", "a leader proposed an ISR"],
  ["alter-partition-stale", "an AlterPartition was refused as stale (errors 74, 77, 95)"],
  ["alter-partition-ineligible", "an AlterPartition was refused for an ineligible member (error 107)"],
  ["alter-partition-late", "an AlterPartition was judged more than half a second after the ISR was proposed"],
  ["isr-candidate-down", "a broker ended while a proposal to let it into an ISR was under way"],
  ["isr-candidate-registered-anew", "such a broker had registered anew when the proposal was judged"],
  ["isr-candidate-lost-disk", "such a broker had lost a disk when the proposal was judged"],
  ["elected-while-alter-partition-pending", "a leader was replaced while its AlterPartition was under way"],
  ["clean-leader-elected", "a leader was elected from the ISR after another had gone"],
  ["eligible-leader-elected", "a leader was elected from the eligible leader replicas"],
  ["last-known-leader-elected", "the last known leader was elected"],
  ["unclean-leader-elected", "a leader was elected uncleanly"],
  ["preferred-leader-elected", "leadership went back to the preferred replica"],
  ["partition-leaderless", "a partition was left without a leader"],
  ["last-isr-member-down", "the process of an ISR's only member ended"],
  ["last-isr-member-lost-power", "an ISR's only member lost power"],
  ["partition-in-doubt", "a lossy event suspended the invariants about committed records"],
  ["history-rebased", "a leader without committed records took office after a lossy event"],
  ["reassignment-started", "replicas were added to or removed from an assignment"],
  ["reassignment-completed", "a reassignment ended"],
  ["partitions-added", "a topic got more partitions"],
  ["topic-deleted", "a topic was deleted"],
  ["config-changed", "a topic's configuration was changed"],
];

/** Brokers, world. */
const brokers: Named = [
  ["broker-fenced", "the controller fenced a broker"],
  ["clean-restart", "a broker came back after a clean stop"],
  ["unclean-restart", "a broker came back after an unclean stop"],
  ["restarted-before-fenced", "a broker registered anew before its last process was fenced"],
  ["controlled-shutdown", "a broker asked for a controlled shutdown"],
  ["controller-restarted", "the controller came back from its ledger"],
  ["controller-down-with-proposal", "the controller ended while an ISR proposal was under way"],
  ["process-crash", "a broker's process crashed"],
  ["power-loss", "a broker lost power"],
  ["disk-wiped", "a broker lost a disk"],
  ["crash-before-registration", "a broker ended again before it had registered"],
  ["leader-paused", "the leader of a partition stood still"],
  ["leader-lost-power", "the leader of a partition lost power"],
  ["isr-member-lost-disk", "a broker lost a disk while the controller had it in an ISR"],
  ["leader-crashed-with-uncommitted-records", "a leader ended with records above its high watermark"],
  ["two-brokers-down", "two brokers were down at once"],
  ["all-replicas-down", "all replicas of a partition were down at once"],
];

/** Clients. */
const clients: Named = [
  ["send-succeeded", "a send succeeded"],
  ["send-failed-for-sure", "a send failed, and surely had no effect"],
  ["send-unsure", "a send ended with an unknown outcome"],
  ["unsure-send-survived", "a record whose send ended in an error became visible"],
  ["batch-retried", "a batch was sent again"],
  ["producer-epoch-bumped", "an idempotent producer bumped its epoch itself"],
  [
    "producer-epoch-bumped-amid-others",
    "a producer bumped its epoch while it had records in flight to other partitions",
  ],
  ["client-died-with-sends-pending", "a producer died before it had reported all its sends"],
  ["record-duplicated", "a record became visible twice"],
  ["records-reordered", "a record became visible after a later one of its sender"],
  ["consumer-position-validated", "a reader found out that its position had been truncated"],
  ["consumer-position-reset", "a reader's position was reset"],
  ["read-from-follower", "a reader was served by a replica that does not lead"],
  ["reader-caught-up", "a reader reached the high watermark"],
];

const sections: readonly (readonly [source: string, named: Named])[] = [
  ["docs/protocol.md §4 (log storage)", logs],
  ["docs/protocol.md §6 (fetch and replication)", leaders],
  ["docs/protocol.md §5 (produce path)", produce],
  ["docs/protocol.md §6.3 and §6.6 to §6.8 (ISR, elections, reassignment)", elections],
  ["docs/protocol.md §4.3 (crash kinds) and §8.2 (controller)", brokers],
  ["docs/protocol.md §5.2 (producer) and §9.8 (consumer position)", clients],
];

export const marks: readonly MarkCard[] = sections.flatMap(([source, named]) =>
  named.map(([name, sentence]) => ({ name, sentence, source })),
);

/** One byte per mark of the list, 1 once it is met. */
export type Marks = Uint8Array;

export const newMarks = (): Marks => new Uint8Array(marks.length);

/** Place of a mark; -1 if there is none of that name. */
const markIndex = (name: string): number => marks.findIndex((mark) => mark.name === name);

export const markNames = (met: Marks): readonly string[] =>
  marks.filter((_, i) => met[i] === 1).map((mark) => mark.name);

/** A function that sets the mark. */
export function hitter(met: Marks, name: string): () => void {
  const index = markIndex(name);
  invariant(index >= 0, `no mark is called ${name}`);
  return () => {
    met[index] = 1;
  };
}
