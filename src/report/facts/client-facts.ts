/** What producers and consumers do and see. */

import type { ClientObserver } from "../../client/observer.ts";
import { errorName } from "../../kafka/errors.ts";
import { does, offsets, whoIs } from "../fact.ts";
import type { Pen } from "./pen.ts";

export const clientFacts = (pen: Pen): Partial<ClientObserver> => ({
  ...producerFacts(pen),
  ...readerFacts(pen),
  adminCompleted() {},
});

type ReaderCalls = "positionSet" | "polled" | "truncationDetected";

function producerFacts(pen: Pen): Partial<ClientObserver> {
  return {
    sendInvoked(client, record, key) {
      const says = does("call", `send(record ${record}${key === null ? ", no key" : `, key ${key}`})`);
      pen.write("call", [client], says, { records: [record] });
    },
    sendAssigned(client, record, tp) {
      pen.write("assign", [client], does("put", `record ${record} into the batch of %p`), { tp, records: [record] });
    },
    sendAttempted(client, tp, batch, broker, attempt) {
      const records = batch.records.map((record) => record.id);
      const what = records.length === 1 ? `record ${records[0]}` : `${records.length} records`;
      const again = attempt > 0 ? ` again (attempt ${attempt + 1})` : "";
      pen.write("send", [client], does("send", `${what} for %p to ${whoIs(broker)}${again}`), { tp, records });
    },
    sendCompleted(client, record, tp, outcome, errorCode, offset) {
      const end =
        outcome === "ok"
          ? `as written${offset < 0 ? "" : ` at %p@${offset}`}`
          : `with ${errorName(errorCode)}${outcome === "info" ? ", not knowing whether it was written" : ""}`;
      pen.write("complete", [client], does("complete", `record ${record} ${end}`), {
        tp,
        records: [record],
        ...(offset < 0 ? {} : { from: offset, to: offset + 1 }),
      });
    },
    producerEpochBumped(client, _producerId, epoch, tp) {
      pen.write("bump", [client], does("bump", `its producer epoch to ${epoch}`), { tp });
    },
    metadataRefreshed(client) {
      pen.write("refresh", [client], does("refresh", "its metadata"));
    },
  };
}

function readerFacts(pen: Pen): Pick<ClientObserver, ReaderCalls> {
  return {
    positionSet(client, tp, offset, reason) {
      if (reason !== "reset") return;
      const says = does("find", `its position in %p gone: reset to offset ${offset} (auto.offset.reset)`);
      pen.write("position", [client], says, { tp, from: offset });
    },
    polled(client, tp, batch, from, to, broker) {
      const records = batch.records.map((record) => record.id);
      pen.write("read", [client], does("read", `${offsets(from, to)} from ${whoIs(broker)}`), {
        tp,
        from,
        to,
        records,
      });
    },
    truncationDetected(client, tp, position, offset) {
      const says = does("learn", `at position ${position} that %p was truncated to offset ${offset}`);
      pen.write("read", [client], says, { tp, from: offset, to: position });
    },
  };
}
