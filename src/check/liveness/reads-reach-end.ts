/** 5.15 ReadsReachEnd: when the faults are over, every healthy reader reads up to the high watermark of each of its partitions. */
import { nodeName } from "../../core/ids.ts";
import type { CheckCard } from "../check.ts";
import type { FinalState } from "../final-state.ts";
import { found, named } from "../finding.ts";
import type { Ghost } from "../ghost/ghost.ts";
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

function judge(ghost: Ghost, final: FinalState): void {
  const served = new Map(
    judgedPartitions(ghost, final)
      .filter(({ need, leader }) => need.leader === "required" && leader !== null)
      .map(({ partition }) => [partition.topicPartition, partition]),
  );
  for (const { client, healthy, behind } of final.clients) {
    if (!healthy) continue;
    const lag = behind.find(({ topicPartition }) => served.has(topicPartition));
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

export const readsReachEnd: Check = { card, watch: (ghost) => ({ finish: (final) => judge(ghost, final) }) };
