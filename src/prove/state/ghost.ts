/**
 * What a model remembers beside its machines: the records that were ever below the high watermark of a leader, and those
 * that a producer was told of. Whoever believed to lead has acknowledged them, and consumers may have read them.
 */
import { list, record } from "../../explorer/compound.ts";
import { type Field, frozen, plain } from "../../explorer/shape.ts";
import type { Acked } from "../machines/producer.ts";
import type { ReplicaView } from "./views.ts";

export interface Ghost {
  /** By offset; named as in a replica's view. */
  readonly committed: readonly number[];
  /** A leader's high watermark passed another record at this offset; -1: never. */
  readonly conflict: number;
  /** The one that passed it. */
  readonly conflicting: number;
  /** In the order in which the producer heard of them. */
  readonly acked: readonly Acked[];
}

export const ghostField: Field<Ghost> = record<Ghost>({
  committed: list<number>(plain),
  conflict: plain,
  conflicting: plain,
  acked: list<Acked>(frozen(({ record, offset }) => `${record}@${offset}`)),
});

export const newGhost = (): Ghost => ({ committed: [], conflict: -1, conflicting: -1, acked: [] });

/** After a step of this replica; the same object if nothing new was committed. */
export function afterStep(ghost: Ghost, { isLeader, highWatermark, records }: ReplicaView): Ghost {
  if (!isLeader || ghost.conflict >= 0) return ghost;
  const { committed } = ghost;
  for (let offset = 0; offset < highWatermark && offset < committed.length; offset++) {
    if (records[offset] !== committed[offset]) return { ...ghost, conflict: offset, conflicting: records[offset]! };
  }
  if (highWatermark <= committed.length) return ghost;
  return { ...ghost, committed: records.slice(0, highWatermark) };
}

export const afterAcks = (ghost: Ghost, acked: readonly Acked[]): Ghost =>
  acked.length === 0 ? ghost : { ...ghost, acked: [...ghost.acked, ...acked] };
