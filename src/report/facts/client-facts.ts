/** What producers and readers do and see. */
import type { ClientObserver } from "../../client/observer.ts";
import type { FactLog } from "./fact-log.ts";
import { idsOf } from "./log-facts.ts";

export const clientFacts = (log: FactLog): Partial<ClientObserver> => ({
  sendInvoked: (client, record, key) => log.write({ kind: "call", nodes: [client], records: [record], key }),
  sendAssigned: (client, record, topicPartition) =>
    log.write({ kind: "assign", nodes: [client], topicPartition, records: [record] }),
  sendAttempted: (client, topicPartition, batch, broker, attempt) =>
    log.write({ kind: "send", nodes: [client], topicPartition, records: idsOf(batch), broker, attempt }),
  sendCompleted: (client, record, topicPartition, outcome, errorCode, offset) => {
    const range = offset < 0 ? {} : { from: offset, to: offset + 1 };
    log.write({ kind: "complete", nodes: [client], topicPartition, records: [record], ...range, outcome, errorCode });
  },
  producerEpochBumped: (client, _producerId, epoch, topicPartition) =>
    log.write({ kind: "bump", nodes: [client], topicPartition, epoch }),
  metadataRefreshed: (client) => log.write({ kind: "refresh", nodes: [client] }),
  positionSet: (client, topicPartition, from, reason) => {
    if (reason === "reset" || reason === "seek")
      log.write({ kind: "position", nodes: [client], topicPartition, from, reason });
  },
  polled: (client, topicPartition, batch, from, to, broker) =>
    log.write({ kind: "read", nodes: [client], topicPartition, from, to, records: idsOf(batch), broker }),
  truncationDetected: (client, topicPartition, to, from) =>
    log.write({ kind: "truncation-seen", nodes: [client], topicPartition, from, to }),
});
