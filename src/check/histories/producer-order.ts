/**
 * 4.4 ProducerOrder (Jepsen nonmonotonic-send): the visible records of one producer session in a partition are in the
 * order of their sends, with idempotence or one request in flight.
 *
 * Legal: any order between two producers, between two lives of one, and of records whose send had ended in an error
 * (§6.2, §6.11). Told with `promised: false` where the producer's settings keep no order (P-24).
 */
import { nodeName } from "../../core/ids.ts";
import type { CheckCard } from "../card.ts";
import { at, found } from "../finding.ts";
import type { Check } from "../monitor.ts";

const card: CheckCard = {
  name: "producer-order",
  sentence: "The visible records of a producer session are in the order in which it sent them, in each partition.",
  source: "invariants 4.4 (ProducerOrder), Jepsen nonmonotonic-send; P-21, P-24",
  kind: "history",
  guarantee: "per-key-order",
};

export const producerOrder: Check = {
  card,
  watch: (ghost) => ({
    reordered: (partition, client, record, offset, later, laterOffset) =>
      found(ghost, card, partition, {
        role: "earlier-send-after-later",
        sentence: `record ${record} of ${nodeName(client)} is visible at ${at(partition, offset)}, after record ${later} at ${laterOffset}, which it sent later`,
        promised: ghost.clients.get(client)?.ordered === true && !partition.doubtful,
        witness: { client, record, offset, laterRecord: later, laterOffset },
      }),
  }),
};
