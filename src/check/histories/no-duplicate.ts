/**
 * 4.3 NoDuplicate (Jepsen duplicate): one send of an idempotent session is visible at most once in its partition.
 *
 * Legal, told with `promised: false`: without idempotence (§6.3, P-13); a session that bumped its epoch itself after 45
 * or 59 (§6.10); a record that the application sent again; a first copy that had been deleted from the log, its producer's state with it.
 */
import { nodeName } from "../../core/ids.ts";
import { chunkOf, Known, placeOf } from "../../history/record-table.ts";
import type { CheckCard } from "../check.ts";
import { at, found } from "../finding.ts";
import { orderOf } from "../ghost/partition-ghost.ts";
import type { Check } from "../monitor.ts";

const card: CheckCard = {
  name: "no-duplicate",
  sentence: "What an idempotent producer sent once is visible at most once.",
  formula: "∀ record of an idempotent session: |{ o : committed[o] = record }| ≤ 1",
  source: "invariants 4.3 (NoDuplicate), Jepsen duplicate; P-15",
  kind: "history",
  guarantee: "no-duplicate",
};

export const noDuplicate: Check = {
  card,
  watch: (ghost) => ({
    duplicated: (partition, client, record, first, offset) => {
      const chunk = chunkOf(ghost.records, record);
      const order = chunk.orders[placeOf(record)]!;
      const isSentAgain = (chunk.flags[placeOf(record)]! & Known.sentAgain) !== 0;
      const { renewedBelow, renewedBy } = orderOf(partition, client);
      const isOfRenewedSession = order < renewedBelow;
      const idempotent = ghost.clients.get(client)?.idempotent === true;
      found(ghost, card, partition, {
        role: isSentAgain
          ? "visible-twice-as-sent-twice"
          : isOfRenewedSession
            ? "visible-twice-after-local-bump"
            : "visible-twice",
        sentence: `record ${record} of ${nodeName(client)} is visible at ${at(partition, offset)}, and was at ${first < 0 ? "an earlier offset" : first}`,
        legal: isSentAgain
          ? "sent-again"
          : isOfRenewedSession
            ? renewedBy
            : !idempotent
              ? "retry-without-idempotence"
              : partition.legalLoss,
        subject: {
          kind: "records",
          offset,
          records: [record],
          nodes: [client, partition.leader?.broker ?? -1],
        },
      });
    },
  }),
};
