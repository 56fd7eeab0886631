/** Notes which guarantees a run puts to the test: by its plan, as probes are sent to rest. `guarantees.json` has the occasions in words. */
import type { TopicPartition } from "../kafka/topic-partition.ts";
import type { Ghost } from "./ghost/ghost.ts";
import { judgedPartitions } from "./liveness/final-view.ts";
import type { Monitor } from "./monitor.ts";

export function occasions(ghost: Ghost): Monitor {
  const { tested } = ghost;
  /** To which partitions a send of each producer has succeeded. */
  const written = new Map<number, Set<TopicPartition>>();
  return {
    sendCompleted: (client, _record, tp, outcome) => {
      if (outcome !== "ok" || ghost.probing) return;
      if (!tested["no-acked-loss"]) tested["no-acked-loss"] = ghost.clients.get(client)?.acks === -1;
      if (tested["per-key-order"]) return;
      const partitions = written.get(client) ?? new Set();
      if (partitions.has(tp)) tested["per-key-order"] = true;
      written.set(client, partitions.add(tp));
    },
    exposed: () => {
      if (!ghost.probing) tested["no-duplicate"] = true;
    },
    polled: () => {
      if (!ghost.probing) tested["stable-reads"] = true;
    },
    becameLeader: () => {
      tested.protocol = true;
    },
    processed: () => {
      tested["one-owner"] = true;
      tested["no-skip"] = true;
    },
    committedFetched: () => {
      tested["commits-kept"] = true;
    },
    finish: (final) => {
      tested.progress = judgedPartitions(ghost, final).some(({ need }) => need.writes === "required");
      if (tested.progress && final.groups.some(({ members }) => members.some(({ healthy }) => healthy)))
        tested["group-progress"] = true;
    },
  };
}
