/**
 * 4.6 NoPhantom (Jepsen G1a, and what its checker does not report): every visible record was sent by somebody, and its
 * send did not surely fail; and a reader is given records of the topics that it reads only. A send that ended in doubt may show, however late (§6.2, §6.3).
 */
import { nodeName } from "../../core/ids.ts";
import { chunkOf, Known, placeOf } from "../../history/record-table.ts";
import type { CheckCard } from "../check.ts";
import { at, found } from "../finding.ts";
import type { Check } from "../monitor.ts";

const card: CheckCard = {
  name: "no-phantom",
  sentence: "Every visible record was sent by a client, with a send that did not surely fail.",
  formula: "∀ o: sent(committed[o]) ∧ ¬ failed(committed[o])",
  source: "invariants 4.6 (NoPhantom), Jepsen G1a",
  kind: "history",
  guarantee: "no-duplicate",
};

export const noPhantom: Check = {
  card,
  watch: (ghost) => ({
    phantom: (partition, record, offset, why) =>
      found(ghost, card, partition, {
        role: why === "failed" ? "failed-send-is-visible" : "never-sent",
        sentence:
          why === "failed"
            ? `record ${record} is visible at ${at(partition, offset)}, though its send surely failed`
            : `record ${record} is visible at ${at(partition, offset)}, and nobody sent it`,
        subject: { kind: "records", offset, records: [record], nodes: [] },
      }),
    polled: (client, _tp, batch, fromOffset, toOffset) => {
      const { partition } = ghost;
      const { name } = partition.topic;
      const reads = ghost.options.consumers?.find((terms) => terms.client === client)?.topics;
      // The name may become known after the first partition.
      if (name !== "" && reads !== undefined && !reads.includes(name)) {
        found(ghost, card, partition, {
          role: "reader-of-another-topic",
          sentence: `${nodeName(client)} is given ${at(partition, fromOffset)}, and it does not read ${name}`,
          subject: { kind: "records", offset: fromOffset, records: [], nodes: [client] },
        });
      }
      for (let i = 0; i < batch.records.length; i++) {
        const { id, offsetDelta } = batch.records[i]!;
        const offset = batch.baseOffset + offsetDelta;
        if (offset < fromOffset || offset >= toOffset || id < 0) continue;
        if ((chunkOf(ghost.records, id).flags[placeOf(id)]! & Known.invoked) !== 0) continue;
        found(ghost, card, partition, {
          role: "reader-sees-unsent",
          sentence: `${nodeName(client)} reads record ${id} at ${at(partition, offset)}, and nobody sent it`,
          subject: { kind: "records", offset, records: [id], nodes: [client] },
        });
      }
    },
  }),
};
