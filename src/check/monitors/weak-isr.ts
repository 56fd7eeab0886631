/**
 * 1.7 WeakIsr (HK): the members of a presumed leader's own ISR hold what is below its high watermark.
 *
 * A member that lost records is excused until it has caught up: a leader that has not heard of its new life may count a
 * fetch of the old one that comes late. What is then committed rests on the others, which strong-isr watches.
 */
import { nodeName } from "../../core/ids.ts";
import { excuse } from "../anomaly.ts";
import type { CheckCard } from "../check.ts";
import { at, found } from "../finding.ts";
import { Torn } from "../ghost/partition-ghost.ts";
import type { Check } from "../monitor.ts";

const card: CheckCard = {
  name: "weak-isr",
  sentence: "All members of the ISR that a leader believes in hold every record below its high watermark.",
  formula: "∀ presumed leader L, r ∈ isr(L), o < highWatermark(L): log(r)[o] = committed[o]",
  source: "invariants 1.7 (WeakIsr)",
  kind: "invariant",
  guarantee: "protocol",
};

export const weakIsr: Check = {
  card,
  watch: (ghost) => ({
    incomplete: (partition, member, offset, duty, leader) => {
      if (duty !== "local-isr" || leader === null) return;
      if (member.torn !== Torn.no && excuse(ghost.excuses, "fetch-of-earlier-life")) return;
      if (member.leftInEpoch >= leader.leaderEpoch && excuse(ghost.excuses, "move-not-heard")) return;
      found(ghost, card, partition, {
        role: "member-of-leaders-isr-lacks-record",
        sentence: `${nodeName(leader.broker)} commits ${at(partition, offset)} in epoch ${leader.leaderEpoch}, but ${nodeName(member.broker)} of its ISR does not hold it`,
        subject: { kind: "replica", broker: member.broker, leader: leader.broker, offset },
      });
    },
  }),
};
