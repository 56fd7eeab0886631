/** Checks of what a producer's records come to. An epoch that the producer bumped itself begins anew (KIP-360). */
import { isSecondCopy, isSentBefore } from "../../check/ghost/exposure.ts";
import { mayAcknowledge } from "../../check/monitors/acked-is-committed.ts";
import { producerEpochIn, recordIn } from "../state/views.ts";
import { at, type Check } from "./check.ts";

/** 4.3: an idempotent producer's record is committed once in an epoch. */
export const noDuplicate: Check = {
  name: "no-duplicate",
  find: ({ ghost: { committed } }) => {
    for (let offset = 1; offset < committed.length; offset++) {
      const name = committed[offset]!;
      if (producerEpochIn(name) < 0) continue;
      const first = committed.findIndex(
        (other) => recordIn(other) === recordIn(name) && producerEpochIn(other) === producerEpochIn(name),
      );
      if (isSecondCopy(first, offset))
        return `record ${recordIn(name)} is committed twice, at ${at(first)} and at ${at(offset)}`;
    }
    return null;
  },
};

/** 4.4: first appearances are in the order of the sends; of an idempotent producer, within each of its epochs. */
export const producerOrder: Check = {
  name: "producer-order",
  find: ({ ghost: { committed } }) => {
    for (let offset = 1; offset < committed.length; offset++) {
      const name = committed[offset]!;
      const before = committed.slice(0, offset);
      if (before.some((other) => recordIn(other) === recordIn(name))) continue;
      const later = before.find((other) =>
        isSentBefore(producerEpochIn(name), recordIn(name), producerEpochIn(other), recordIn(other)),
      );
      if (later !== undefined)
        return `record ${recordIn(name)} is committed at ${at(offset)}, behind record ${recordIn(later)}, which was sent after it`;
    }
    return null;
  },
};

/** 4.2: what the producer was told to be written is committed, and where it was told. */
export const ackedIsCommitted: Check = {
  name: "acked-is-committed",
  find: ({ ghost: { committed, acked } }) => {
    for (let i = 0; i < acked.length; i++) {
      const { record, offset } = acked[i]!;
      const isThere =
        offset < 0
          ? committed.some((name) => recordIn(name) === record)
          : mayAcknowledge(offset, 0, committed.length) && recordIn(committed[offset]!) === record;
      if (!isThere)
        return `record ${record} is acknowledged${offset < 0 ? "" : ` at ${at(offset)}`}, but not committed there`;
    }
    return null;
  },
};
