/**
 * Which record a leader put at an offset in an epoch: (offset, leader epoch) -> record identity, for one partition.
 *
 * Typed arrays by chunks of offsets hold the newest epoch of each offset; records of other epochs at the same offset
 * (branches that were or will be truncated) stand in a small map. Chunks below every log start are dropped.
 */
export interface Identities {
  /** Number of the first chunk held. */
  firstChunk: number;
  readonly chunks: (Chunk | null)[];
  readonly others: Map<number, number>;
}

interface Chunk {
  readonly ids: Float64Array;
  /** Epoch + 1; 0: nothing here. */
  readonly epochs: Int32Array;
}

const unknownRecord = -1;

const chunkBits = 10;
const chunkSize = 1 << chunkBits;
const chunkMask = chunkSize - 1;
const epochUnit = 2 ** 32;

export const newIdentities = (): Identities => ({ firstChunk: 0, chunks: [], others: new Map() });

/** Notes the record at (offset, epoch) unless one is known; returns the one that is known then. */
export function noteIdentity(table: Identities, offset: number, epoch: number, id: number): number {
  const chunk = chunkAt(table, offset);
  if (chunk === null) return id;
  const i = offset & chunkMask;
  const stamp = chunk.epochs[i]!;
  if (stamp === epoch + 1) return chunk.ids[i]!;
  if (stamp !== 0) {
    const known = table.others.get(keyOf(offset, epoch));
    if (known !== undefined) return known;
    if (stamp > epoch + 1) {
      table.others.set(keyOf(offset, epoch), id);
      return id;
    }
    table.others.set(keyOf(offset, stamp - 1), chunk.ids[i]!);
  }
  chunk.epochs[i] = epoch + 1;
  chunk.ids[i] = id;
  return id;
}

/** -1: nothing known. */
export function identityAt(table: Identities, offset: number, epoch: number): number {
  const chunk = table.chunks[(offset >>> chunkBits) - table.firstChunk];
  if (chunk === undefined || chunk === null) return unknownRecord;
  const i = offset & chunkMask;
  if (chunk.epochs[i] === epoch + 1) return chunk.ids[i]!;
  return table.others.size === 0 ? unknownRecord : (table.others.get(keyOf(offset, epoch)) ?? unknownRecord);
}

export function dropIdentitiesBelow(table: Identities, offset: number): void {
  const first = offset >>> chunkBits;
  if (first <= table.firstChunk) return;
  table.chunks.splice(0, first - table.firstChunk);
  table.firstChunk = first;
  for (const key of table.others.keys()) if (key % epochUnit < offset) table.others.delete(key);
}

function chunkAt(table: Identities, offset: number): Chunk | null {
  if (table.chunks.length === 0) table.firstChunk = offset >>> chunkBits;
  const index = (offset >>> chunkBits) - table.firstChunk;
  if (index < 0) return null;
  while (table.chunks.length <= index) table.chunks.push(null);
  let chunk = table.chunks[index]!;
  if (chunk === null) {
    chunk = { ids: new Float64Array(chunkSize), epochs: new Int32Array(chunkSize) };
    table.chunks[index] = chunk;
  }
  return chunk;
}

const keyOf = (offset: number, epoch: number): number => epoch * epochUnit + offset;
