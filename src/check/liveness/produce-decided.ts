/** 5.4 ProduceDecided (VL): every send of a client that lives has completed in the end, one way or the other. */
import { nodeName } from "../../core/ids.ts";
import { microsOf } from "../../core/time.ts";
import { completed, forEachRecord, Known } from "../../history/record-table.ts";
import type { CheckCard } from "../check.ts";
import { found } from "../finding.ts";
import type { Ghost } from "../ghost/ghost.ts";
import { type ClientGhost, sendsBefore } from "../ghost/node-ghost.ts";
import type { Check } from "../monitor.ts";
import { isJudged } from "./final-view.ts";

const card: CheckCard = {
  name: "produce-decided",
  sentence:
    "Every send completes: with success, with an error, or at the latest after max.block.ms and delivery.timeout.ms.",
  formula: "∀ send: ◇ completed(send)",
  source: "invariants 5.4 (ProduceDecided); P-20",
  kind: "liveness",
  guarantee: "progress",
};

/** What the sender's loop and the network add to the times of the configuration. */
const slackMs = 5000;

/** The place of the first send that may still be under way: it is younger than max.block.ms and delivery.timeout.ms. */
function overdueBelow(ghost: Ghost, sender: ClientGhost, atMicros: number): number {
  const terms = ghost.options.producers.find(({ client }) => client === sender.client);
  const withinMs = terms?.decidedWithinMs ?? 0;
  return withinMs === 0 ? sender.sends : sendsBefore(sender, atMicros - microsOf(withinMs + slackMs));
}

export const produceDecided: Check = {
  card,
  watch: (ghost) => ({
    finish: (final) => {
      if (!isJudged(ghost, final)) return;
      const topics = new Set(final.partitions.map((partition) => partition.topic));
      // An application that names a topic which is gone waits for max.block.ms, record after record.
      const isGone = (client: number): boolean =>
        ghost.options.producers.some(
          (producer) => producer.client === client && producer.topics.some((topic) => !topics.has(topic)),
        );
      const healthy = new Set(final.clients.filter((client) => client.healthy).map((client) => client.client));
      forEachRecord(ghost.records, ({ id, flags, client, order }) => {
        if ((flags & Known.invoked) === 0 || (flags & completed) !== 0 || !healthy.has(client) || isGone(client))
          return;
        const sender = ghost.clients.get(client);
        if (sender === undefined || !sender.up || order < sender.lives.at(-1)!) return;
        if (order >= overdueBelow(ghost, sender, final.atMicros)) return;
        found(ghost, card, null, {
          role: "send-never-completes",
          sentence: `the send of record ${id} by ${nodeName(client)} has not completed in the end`,
          subject: { kind: "send", client, record: id },
        });
      });
    },
  }),
};
