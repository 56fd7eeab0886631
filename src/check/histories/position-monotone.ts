/**
 * 3.10 PositionMonotone (Jepsen nonmonotonic-poll, poll-skip): between two settings of its position a reader is given
 * growing offsets and skips none, except those that compaction took (§6.8). A reset skips or repeats legally (§6.13), and
 * so does a truncation that the reader was told of.
 */
import { nodeName } from "../../core/ids.ts";
import type { CheckCard } from "../card.ts";
import { at, found } from "../finding.ts";
import { positionsOf } from "../ghost/client-facts.ts";
import type { Check } from "../monitor.ts";

const card: CheckCard = {
  name: "position-monotone",
  sentence: "Between two settings of its position a reader is given growing offsets without holes.",
  source: "invariants 3.10 (PositionMonotone), Jepsen nonmonotonic-poll and poll-skip",
  kind: "history",
  guarantee: "stable-reads",
};

export const positionMonotone: Check = {
  card,
  watch: (ghost) => ({
    polled: (client, _tp, _batch, fromOffset, toOffset, broker) => {
      const { partition } = ghost;
      const positions = positionsOf(ghost, client, partition.index);
      const position = positions[partition.index]!;
      positions[partition.index] = toOffset;
      if (position < 0 || fromOffset === position || (fromOffset > position && partition.compacted)) return;
      found(ghost, card, partition, {
        role: fromOffset < position ? "reads-again" : "skips",
        sentence: `${nodeName(client)} at position ${position} is given ${at(partition, fromOffset)} by ${nodeName(broker)}`,
        witness: { client, broker, offset: fromOffset, position },
      });
    },
  }),
};
