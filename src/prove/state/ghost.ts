/**
 * What a model remembers beside its machines: the records that were ever below the high watermark of a leader, and those
 * that a producer was told of. Whoever believed to lead has acknowledged them, and consumers may have read them.
 */
import { firstLacking } from "../../check/monitors/committed-stable.ts";
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

/** The first offset below `end` at which a log does not hold the committed record; -1: it holds all. */
export function lacks(records: readonly number[], committed: readonly number[], end: number): number {
  let agreedTo = 0;
  while (agreedTo < end && records[agreedTo] === committed[agreedTo]) agreedTo++;
  return firstLacking(agreedTo, end);
}

/** After a step of this replica; the same object if nothing new was committed. */
export function afterStep(ghost: Ghost, { isLeader, highWatermark, records }: ReplicaView): Ghost {
  if (!isLeader || ghost.conflict >= 0) return ghost;
  const { committed } = ghost;
  const conflict = lacks(records, committed, Math.min(highWatermark, committed.length));
  if (conflict >= 0) return { ...ghost, conflict, conflicting: records[conflict]! };
  if (highWatermark <= committed.length) return ghost;
  return { ...ghost, committed: records.slice(0, highWatermark) };
}

export const afterAcks = (ghost: Ghost, acked: readonly Acked[]): Ghost =>
  acked.length === 0 ? ghost : { ...ghost, acked: [...ghost.acked, ...acked] };
