/** 1.11 ValidHighWatermark (HK AsyncIsr): the log of every ISR member reaches the high watermark of the true leader. */
import { nodeName } from "../../core/ids.ts";
import type { CheckCard } from "../check.ts";
import { found, named } from "../finding.ts";
import { isTrueLeader } from "../ghost/partition-ghost.ts";
import type { Check } from "../monitor.ts";

const card: CheckCard = {
  name: "valid-high-watermark",
  sentence: "The log of every member of the controller's ISR reaches the high watermark of the true leader.",
  formula: "∀ true leader L, r ∈ isr(controller): logEnd(r) ≥ highWatermark(L)",
  source: "invariants 1.11 (ValidHighWatermark)",
  kind: "invariant",
  guarantee: "protocol",
};

export const validHighWatermark: Check = {
  card,
  watch: (ghost) => ({
    incomplete: (partition, member, offset, duty, leader) => {
      if (duty !== "isr" || leader === null || offset < member.logEnd) return;
      if (!isTrueLeader(partition, leader.broker, leader.leaderEpoch)) return;
      found(ghost, card, partition, {
        role: "mark-beyond-member",
        sentence: `${nodeName(leader.broker)} moves the high watermark of ${named(partition)} to ${leader.highWatermark}, but the log of ${nodeName(member.broker)}, an ISR member, ends at ${member.logEnd}`,
        subject: { kind: "replica", broker: member.broker, leader: leader.broker, offset },
      });
    },
  }),
};
