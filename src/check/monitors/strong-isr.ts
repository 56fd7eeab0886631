/**
 * 1.8 StrongIsr (HK): the members of the controller's ISR hold what is below the high watermark of any presumed leader,
 * so whoever is elected is complete. The best early sign: it fires one to three steps before the loss.
 */
import { nodeName } from "../../core/ids.ts";
import { excuse } from "../anomaly.ts";
import type { CheckCard } from "../check.ts";
import { at, found } from "../finding.ts";
import { isLossLegal } from "../ghost/loss.ts";
import type { Check } from "../monitor.ts";

const card: CheckCard = {
  name: "strong-isr",
  sentence:
    "All members of the controller's ISR hold every record below the high watermark of whoever believes to lead.",
  formula: "∀ presumed leader L, r ∈ isr(controller), o < highWatermark(L): log(r)[o] = committed[o]",
  source: "invariants 1.8 (StrongIsr)",
  kind: "invariant",
  guarantee: "protocol",
};

export const strongIsr: Check = {
  card,
  watch: (ghost) => ({
    incomplete: (partition, member, offset, duty, leader) => {
      if (duty !== "isr") return;
      const { broker } = member;
      found(ghost, card, partition, {
        role: leader === null ? "member-let-in-without-record" : "member-lacks-record",
        sentence: `${nodeName(broker)} is in the ISR of the controller, but does not hold ${at(partition, offset)}, which is committed`,
        subject: { kind: "replica", broker, leader: leader?.broker ?? -1, offset },
      });
    },
    shrunk: (partition, replica, from) => {
      if (partition.deleted || !replica.online || from >= partition.exposedEnd) return;
      if (!partition.registration?.isr.includes(replica.broker) || isLossLegal(ghost, partition)) return;
      if (replica.lossUnreported && excuse(ghost.excuses, "loss-not-reported")) return;
      found(ghost, card, partition, {
        role: "member-drops-record",
        sentence: `${nodeName(replica.broker)}, in the ISR of the controller, drops ${at(partition, from)}, which is committed`,
        subject: { kind: "range", broker: replica.broker, from, to: partition.exposedEnd },
      });
    },
  }),
};
