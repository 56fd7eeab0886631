/**
 * 5.15 ReadsReachEnd: when the faults are over, every healthy reader reads up to the high watermark of each of its partitions.
 *
 * Legal: it is not there yet, but goes on. A fetch returns what one segment has, so a rare poll takes long over small segments.
 */
import { nodeName } from "../../core/ids.ts";
import type { CheckCard } from "../check.ts";
import type { FinalState } from "../final-state.ts";
import { found, named } from "../finding.ts";
import type { Ghost } from "../ghost/ghost.ts";
import type { PartitionGhost } from "../ghost/partition-ghost.ts";
import type { Check } from "../monitor.ts";
import { judgedPartitions } from "./final-view.ts";

const card: CheckCard = {
  name: "reads-reach-end",
  sentence: "Once the faults are over, every healthy reader comes to the high watermark of each of its partitions.",
  formula: "∀ healthy reader c, p ∈ topics(c) with a leader: ◇ position(c, p) ≥ highWatermark(leader(p))",
  source: "invariants 5.15 (ReadsReachEnd); X-1..X-6",
  kind: "liveness",
  guarantee: "progress",
};

/** A reader that was given something so long before the end goes on. */
const goesOnMicros = 15_000_000;

/** When each reader was given records of each partition last. */
type LastReads = ReadonlyMap<PartitionGhost, ReadonlyMap<number, number>>;

function judge(ghost: Ghost, final: FinalState, lastReads: LastReads): void {
  const served = new Map(
    judgedPartitions(ghost, final)
      .filter(({ need, leader }) => need.leader === "required" && leader !== null)
      .map(({ partition }) => [partition.topicPartition, partition]),
  );
  for (const { client, healthy, behind } of final.clients) {
    if (!healthy) continue;
    const lag = behind.find(({ topicPartition }) => {
      const partition = served.get(topicPartition);
      if (partition === undefined) return false;
      const readAt = lastReads.get(partition)?.get(client) ?? Number.NEGATIVE_INFINITY;
      return readAt < final.atMicros - goesOnMicros;
    });
    if (lag === undefined) continue;
    const partition = served.get(lag.topicPartition)!;
    const where = lag.position < 0 ? "has no position" : `stays at offset ${lag.position}`;
    found(ghost, card, partition, {
      role: lag.position < 0 ? "reader-without-position" : "reader-behind",
      sentence: `${nodeName(client)} ${where} in ${named(partition)}, whose high watermark is ${lag.highWatermark}`,
      subject: { kind: "position", client, broker: partition.registration?.leader ?? -1, offset: lag.position },
    });
    return;
  }
}

export const readsReachEnd: Check = {
  card,
  watch: (ghost) => {
    const lastReads = new Map<PartitionGhost, Map<number, number>>();
    return {
      polled: (client) => {
        if (ghost.calmSince < 0) return;
        const { partition } = ghost;
        const times = lastReads.get(partition) ?? new Map<number, number>();
        times.set(client, ghost.atMicros);
        lastReads.set(partition, times);
      },
      finish: (final) => judge(ghost, final, lastReads),
    };
  },
};
