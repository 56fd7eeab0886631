/** What holds each legal anomaly in place. */

/** By name: a case that is accepted by it, and a look-alike that is refused. */
export const ties: Readonly<Record<string, readonly [accepted: string, refused: string]>> = {
  "eligible-after-move": [
    "valid-elr: a move takes an eligible replica away, and the ELR keeps it (§6.29)",
    "valid-elr: a member that never was a replica",
  ],
  "candidates-cleared": [
    "recovery-quorum: a changed min.insync.replicas clears the eligible ones of a partition without ISR",
    "recovery-quorum: nobody is remembered",
  ],
  "offsets-lost": [
    "commits-kept: what the group reads has lost its history (§6.34)",
    "commits-kept: an acknowledged commit is gone",
  ],
  "not-acknowledged-by-all": [
    "acked-not-lost: acks=1 records vanish with their leader (§6.1)",
    "acked-not-lost: a leader takes office without it",
  ],
  "late-record": [
    "producer-order: a record whose send ended in an error comes late (§6.2)",
    "producer-order: a record comes after a later one (P-09)",
  ],
  "retry-without-idempotence": [
    "no-duplicate: without idempotence a retry doubles (§6.3)",
    "no-duplicate: an idempotent record is there twice (P-01)",
  ],
  "follower-high-watermark-falls": [
    "high-watermark-monotone: a follower's mark that falls (§6.4)",
    "high-watermark-monotone: a leader that lowers its mark",
  ],
  "compaction-gap": [
    "offset-epoch-order: a gap that compaction left (§6.8)",
    "offset-epoch-order: a gap in a log that was never compacted",
  ],
  "empty-log-begins-anywhere": [
    "offset-epoch-order: an empty log whose deleted records were of a later epoch",
    "offset-epoch-order: a falling epoch",
  ],
  "renewed-session": [
    "no-duplicate: after a local epoch bump (§6.10)",
    "no-duplicate: a record that was sent after the epoch was renewed is there twice",
  ],
  "unclean-election": [
    "committed-stable: a loss by unclean election (§6.12)",
    "committed-stable: a leader without a committed record (R-01)",
  ],
  "torn-last-known-leader": [
    "acked-not-lost: with ELR two of three lose power (min.insync.replicas 2)",
    "committed-stable: a last known leader whose log is whole when it is elected, and which loses a record then",
  ],
  "too-many-damaged-replicas": [
    "acked-not-lost: without ELR the last member loses power (§6.12)",
    "acked-not-lost: with ELR one power loss is survived, so this one had to be (E-03)",
  ],
  "ended-history": [
    "acked-offset-correct: a replaced leader acknowledges at its own offset what the new history has elsewhere",
    "acked-offset-correct: the acknowledgement names a foreign offset",
  ],
  "earlier-copy-gone": [
    "producer-order: a record that compaction took, and its producer's state with it, is taken again",
    "producer-order: one request in flight keeps order, too",
  ],
  "epoch-start-compacted-away": [
    "log-matching: a follower keeps an uncommitted record where compaction took the leader's, and the start of its epoch",
    "strong-isr: an uncommitted record of an older epoch where compaction has left what it lacks",
  ],
  "records-below-log-start": [
    "strong-isr: a returning replica has records of an ended history where the leader has deleted",
    "strong-isr: a replica let into the ISR without the records (R-09)",
  ],
  "answered-from-stale-reign": [
    "acked-not-lost: a leader answers a retry as a duplicate of what it kept from a stale reign, below the start of its successor's log",
    "acked-not-lost: an acknowledgement without offset of what is nowhere",
  ],
  "reader-at-log-start": [
    "position-monotone: what the leader wrote behind the reader's back it has deleted again: the position is where its log starts",
    "position-monotone: a reader goes on behind a truncation that it was not told of",
  ],
  "log-starts-within-batch": [
    "isr-refills: the leader's log starts within a batch, and the follower was truncated to that start",
    "isr-refills: a healthy replica stays outside",
  ],
  "epochs-cut-with-start": [
    "offset-epoch-order: the log start went back over a crash, and the epochs that it had cut did not come back",
    "offset-epoch-order: a log that always began there knows no epoch of its first records",
  ],
  "cut-within-batch": [
    "disk-model: a truncation within a batch took it whole, so the log ends before it when it is opened again",
    "disk-model: a log that was truncated within a batch loses more than that batch",
  ],
  "old-high-watermark-checkpoint": [
    "consistent-read: a mark from before an unclean election, read again from its checkpoint",
    "consistent-read: a read above every high watermark (E-12)",
  ],
  "addition-taken-back": [
    "reassignment-completes: a replica that a reassignment adds is to be removed again",
    "reassignment-completes: it is still under way",
  ],
  "refused-out-of-order": [
    "probe-succeeds: a probe is refused as out of order until its time is over",
    "probe-succeeds: a probe to a healthy partition fails",
  ],
  "registration-superseded": [
    "metadata-converges: a broker whose registration that of an earlier process replaced stays fenced",
    "metadata-converges: a healthy broker stays fenced",
  ],
  "missed-reign": [
    "strong-isr: a leader that has not heard of the reign between counts by what a follower held before it",
    "strong-isr: a leader that followed in the reign between counts by what a follower held before it",
  ],
  "forgotten-producer": [
    "producer-order: a leader that did not know the producer took a later batch first (P-14)",
    "producer-order: a leader that knew the producer took a later batch first",
  ],
  "log-end-forgotten": [
    "disk-model: offsets from which compaction took everything are no records gone",
    "disk-model: a compacted log loses a batch that compaction had kept",
  ],
  "behind-by-offsets-only": [
    "high-watermark-reaches-end: a follower of a compacted log lacks offsets, but no record",
    "high-watermark-reaches-end: a follower stays behind",
  ],
  "snapshot-ahead-of-log": [
    "producer-state-replayed: in a compacted log the snapshot may be ahead of the batches",
    "producer-state-replayed: a producer state that its log does not bear out",
  ],
  "two-topics-of-one-name": [
    "no-duplicate: a producer that was led back to the topic that is gone renews its epoch there",
    "no-duplicate: twice in the topic that was made anew, and nobody renewed an epoch",
  ],
  "loss-not-reported": [
    "strong-isr: a torn member before its registration is processed (1.12)",
    "strong-isr: a replica that has registered after it lost records stays in the ISR, and records are committed without it",
  ],
  "fetch-of-earlier-life": [
    "weak-isr: a leader that has not heard of a member's new life counts a late fetch of the old one",
    "weak-isr: a leader that counts an ISR member too high",
  ],
  "move-not-heard": [
    "weak-isr: a member that was moved away and back, its copy deleted, before the leader hears of it",
    "weak-isr: a leader that counts an ISR member too high",
  ],
  "joins-for-earlier-process": [
    "isr-incarnation: a replica joins while its broker is gone and the controller has not heard of it",
    "isr-incarnation: a wiped replica joins on its old fetches (I-02)",
  ],
  "epoch-given-back": [
    "valid-isr: a late request of a process that is gone gets its epoch back",
    "valid-isr: a fenced member (I-03)",
  ],
  "late-answer": [
    "acked-is-committed: answered with other partitions, when its topic and log are deleted",
    "acked-is-committed: success before the mark has passed",
  ],
  "error-of-deleted-partition": [
    "no-phantom: a committed record whose leader answers with an error as its topic is deleted",
    "no-phantom: it is reported as failed after it became visible",
  ],
  "changed-min-insync-replicas": [
    "truncation-safe: an eligible replica truncates what its leader, who has not heard of a raised min.insync.replicas, commits alone",
    "candidate-complete: an eligible replica that missed committed records (I-07)",
  ],
  "sent-again": [
    "no-duplicate: the application sent it again",
    "no-duplicate: an idempotent record is there twice (P-01)",
  ],
  "unnoticed-older-history": [
    "position-monotone: what a reader was given is replaced by a longer log of older epochs",
    "position-monotone: a reader goes on behind a truncation that it was not told of",
  ],
  "emptied-at-checkpointed-start": [
    "disk-model: a log that was restarted below its checkpointed start is emptied there (LogLoader)",
    "disk-model: an empty log that begins beyond every start it ever had",
  ],
  "news-on-its-way": [
    "metadata-converges: the controller changed the partition a moment before the end",
    "metadata-converges: a controller that changes a partition to the end of a run that never rests",
  ],
  "high-watermark-not-told": [
    "high-watermark-reaches-end: a follower was told the mark in an answer that said diverging (KAFKA-14704)",
    "high-watermark-reaches-end: the mark has moved since a follower was told that it diverges",
  ],
  "settings-keep-no-order": [
    "producer-order: without idempotence and five in flight (P-24)",
    "producer-order: one request in flight keeps order, too",
  ],
  "settings-forget-producers": [
    "send-contiguity: a leader may forget a producer within the time of a send",
    "send-contiguity: a gap in the sequences, and leaders remember a producer for a day",
  ],
  "settings-allow-no-progress": [
    "high-watermark-reaches-end: heartbeats come late in a session",
    "high-watermark-reaches-end: the leader's mark hangs",
  ],
};
