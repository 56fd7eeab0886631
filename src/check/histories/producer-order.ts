/**
 * 4.4 ProducerOrder (Jepsen nonmonotonic-send): the visible records of one producer session in a partition are in the
 * order of their sends, with idempotence or one request in flight.
 *
 * Legal: any order between two producers, between two lives of one, and of records whose send had ended in an error
 * (§6.2, §6.11). What was in flight when a session broke (a local epoch bump, a re-based log, or a leader that did not know
 * the producer, P-14) is told with `promised: false`. Told with `promised: false` where the producer's settings keep no order (P-24).
 */
import { nodeName } from "../../core/ids.ts";
import { chunkOf, placeOf } from "../../history/record-table.ts";
import type { CheckCard } from "../check.ts";
import { at, found } from "../finding.ts";
import { orderOf } from "../ghost/partition-ghost.ts";
import type { Check } from "../monitor.ts";

const card: CheckCard = {
  name: "producer-order",
  sentence: "The visible records of a producer session are in the order in which it sent them, in each partition.",
  formula: "∀ o < p of one session: sent(committed[o]) < sent(committed[p])",
  source: "invariants 4.4 (ProducerOrder), Jepsen nonmonotonic-send; P-21, P-24",
  kind: "history",
  guarantee: "per-key-order",
};

export const producerOrder: Check = {
  card,
  watch: (ghost) => ({
    reordered: (partition, client, record, offset, later, laterOffset) => {
      const order = chunkOf(ghost.records, record).orders[placeOf(record)]!;
      const { brokenBelow, brokenBy } = orderOf(partition, client);
      const isOfBrokenSession = order < brokenBelow;
      const isOrdered = ghost.clients.get(client)?.ordered === true;
      found(ghost, card, partition, {
        role: isOfBrokenSession ? "earlier-send-after-later-of-broken-session" : "earlier-send-after-later",
        sentence: `record ${record} of ${nodeName(client)} is visible at ${at(partition, offset)}, after record ${later} at ${laterOffset}, which it sent later`,
        legal: isOfBrokenSession ? brokenBy : isOrdered ? partition.legalLoss : "settings-keep-no-order",
        subject: { kind: "session", client, producerId: -1, broker: -1, offset, records: [record, later] },
      });
    },
  }),
};
