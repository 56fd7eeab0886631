/** What logs did otherwise in earlier releases, oldest change first. */
import type { ReleaseChange } from "./change.ts";

export const logChanges: readonly ReleaseChange[] = [
  {
    name: "clean-marker-removed-late",
    before: "2.8",
    sentence: "The marker of a clean shutdown goes when the logs are loaded, not before.",
    source: "KAFKA-10471, LogManager",
    isBug: true,
    override: { log: { removesCleanMarker: "at-end" } },
  },
  {
    name: "compaction-beyond-high-watermark",
    before: "3.1",
    sentence: "Compaction does not stop at the high watermark.",
    source: "KAFKA-13194, LogCleanerManager",
    isBug: true,
    override: { log: { firstUncleanableOffset: ({ logEndOffset }) => logEndOffset } },
  },
  {
    name: "epochs-trimmed-at-once",
    before: "3.7",
    sentence: "A truncation writes the shortened epoch cache to disk before it goes on.",
    source: "KAFKA-15046, LeaderEpochFileCache",
    override: { log: { trimsEpochsInBackground: false } },
  },
  {
    name: "last-cleaned-batch-not-kept",
    before: ["3.9.2", "4.0"],
    sentence: "Compaction removes an emptied batch also where the cleaned part ends.",
    source: "KAFKA-17076, LogCleaner",
    isBug: true,
    override: { log: { keptBatchEnd: () => -1 } },
  },
  {
    name: "last-cleaned-batch-kept",
    before: "4.4",
    since: "3.9.2",
    sentence: "Each compaction keeps the last batch that it has read, though it is empty.",
    source: "KAFKA-20452, Cleaner",
    override: { log: { keptBatchEnd: ({ cleanedEnd }) => cleanedEnd } },
  },
  {
    name: "batch-of-larger-epoch-appended",
    before: ["3.9.1", "4.0.1"],
    sentence: "A follower appends batches of a larger leader epoch than the one that it follows.",
    source: "KAFKA-18723, UnifiedLog",
    isBug: true,
    notFound:
      "a leader answers fetches of its own epoch only (KIP-320), so a batch of a later one reaches no follower without a second flaw",
    override: { log: { followerChecksBatchEpoch: false } },
  },
];
