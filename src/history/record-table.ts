/**
 * What became of every record that an application sent, by identity: seventeen bytes each, in chunks of 1,024 identities.
 *
 * Old chunks are folded: a record that was acknowledged and became visible is the rule and needs no memory; the
 * exceptions are kept in a list. A folded chunk is unfolded when one of its records is heard of again. So ten million
 * records cost a few megabytes.
 */
export interface RecordTable {
  readonly live: Map<number, RecordChunk>;
  readonly folded: Map<number, FoldedChunk>;
  /** Numbers of the live chunks, oldest first. */
  readonly ages: number[];
  latest: RecordChunk;
}

export interface RecordChunk {
  readonly number: number;
  readonly flags: Uint8Array;
  readonly clients: Uint16Array;
  /** Ghost index of the partition; -1 none yet. */
  readonly partitions: Int32Array;
  /** Where the record became visible, or where its acknowledgement said that it is; -1 unknown. */
  readonly offsets: Int32Array;
  /** Place among all sends of its client. */
  readonly orders: Int32Array;
  /** Broker to which a batch that begins with this record was sent last; 0 none. Not kept by folding. */
  readonly brokers: Uint16Array;
}

interface FoldedChunk {
  readonly clients: Uint16Array;
  readonly exceptions: readonly RecordState[];
}

export interface RecordState {
  readonly id: number;
  readonly flags: number;
  readonly client: number;
  readonly partition: number;
  readonly offset: number;
  readonly order: number;
}

/** What is known of a record, as bits. */
export const Known = {
  invoked: 1,
  /** Acknowledged, unseen, at an offset of which the leader's log had nothing any more: by a copy that nobody committed. */
  past: 2,
  ok: 4,
  failed: 8,
  /** Completed with an unknown outcome. */
  unsure: 16,
  /** At or below a high watermark in the log that rules. */
  visible: 32,
  /** It was visible or acknowledged, and the log that rules does not have it. */
  lost: 64,
  /** The application sent it again: it may legally be there more than once. */
  sentAgain: 128,
} as const;

export const completed = Known.ok | Known.failed | Known.unsure;

const chunkBits = 10;
const chunkSize = 1 << chunkBits;
const chunkMask = chunkSize - 1;
const maxLiveChunks = 256;
const settled = Known.invoked | Known.ok | Known.visible;

export function newRecordTable(): RecordTable {
  return { live: new Map(), folded: new Map(), ages: [], latest: newChunk(-1) };
}

/** The chunk that holds a record; its place in it is `placeOf(id)`. */
export function chunkOf(table: RecordTable, id: number): RecordChunk {
  const number = (id - (id & chunkMask)) / chunkSize;
  if (table.latest.number === number) return table.latest;
  const chunk = table.live.get(number) ?? enter(table, number);
  table.latest = chunk;
  return chunk;
}

export const placeOf = (id: number): number => id & chunkMask;

/** Every record that is not simply acknowledged, visible and long ago. */
export function forEachRecord(table: RecordTable, visit: (record: RecordState) => void): void {
  for (const folded of table.folded.values()) for (const record of folded.exceptions) visit(record);
  for (const chunk of table.live.values()) {
    for (let i = 0; i < chunkSize; i++) if (chunk.flags[i] !== 0) visit(stateAt(chunk, i));
  }
}

function enter(table: RecordTable, number: number): RecordChunk {
  const chunk = newChunk(number);
  const folded = table.folded.get(number);
  if (folded !== undefined) unfold(table, chunk, folded);
  table.live.set(number, chunk);
  table.ages.push(number);
  if (table.ages.length > maxLiveChunks) fold(table, table.ages.shift()!);
  return chunk;
}

function fold(table: RecordTable, number: number): void {
  const chunk = table.live.get(number)!;
  const exceptions: RecordState[] = [];
  for (let i = 0; i < chunkSize; i++) if (chunk.flags[i] !== settled) exceptions.push(stateAt(chunk, i));
  table.live.delete(number);
  table.folded.set(number, { clients: packed(chunk.clients), exceptions });
}

/** One entry if all are the same. */
function packed(clients: Uint16Array): Uint16Array {
  for (let i = 1; i < clients.length; i++) if (clients[i] !== clients[0]) return clients;
  return clients.slice(0, 1);
}

function unfold(table: RecordTable, chunk: RecordChunk, folded: FoldedChunk): void {
  chunk.flags.fill(settled);
  if (folded.clients.length === 1) chunk.clients.fill(folded.clients[0]!);
  else chunk.clients.set(folded.clients);
  for (const record of folded.exceptions) {
    const i = placeOf(record.id);
    chunk.flags[i] = record.flags;
    chunk.partitions[i] = record.partition;
    chunk.offsets[i] = record.offset;
    chunk.orders[i] = record.order;
  }
  table.folded.delete(chunk.number);
}

const stateAt = (chunk: RecordChunk, i: number): RecordState => ({
  id: chunk.number * chunkSize + i,
  flags: chunk.flags[i]!,
  client: chunk.clients[i]!,
  partition: chunk.partitions[i]!,
  offset: chunk.offsets[i]!,
  order: chunk.orders[i]!,
});

function newChunk(number: number): RecordChunk {
  return {
    number,
    flags: new Uint8Array(chunkSize),
    clients: new Uint16Array(chunkSize),
    partitions: new Int32Array(chunkSize).fill(-1),
    offsets: new Int32Array(chunkSize).fill(-1),
    orders: new Int32Array(chunkSize).fill(-1),
    brokers: new Uint16Array(chunkSize),
  };
}
