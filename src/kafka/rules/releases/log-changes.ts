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
    name: "batch-of-larger-epoch-appended",
    before: ["3.9.1", "4.0.1"],
    sentence: "A follower appends batches of a larger leader epoch than the one that it follows.",
    source: "KAFKA-18723, UnifiedLog",
    isBug: true,
    override: { log: { followerChecksBatchEpoch: false } },
  },
];
