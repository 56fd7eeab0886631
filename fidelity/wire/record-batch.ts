/** Record batches of magic 2 as bytes, without compression. */
import type { BatchDraft } from "../conversations/client-conversation.ts";
import { ByteReader, ByteWriter } from "./bytes.ts";

export interface WireRecord {
  readonly offset: number;
  /** As Latin-1: every byte a character. */
  readonly key: string | null;
  readonly value: string | null;
}

export interface WireBatch {
  readonly baseOffset: number;
  readonly lastOffset: number;
  readonly leaderEpoch: number;
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  /** Markers of transactions and of Raft's leaders. */
  readonly isControl: boolean;
  readonly records: readonly WireRecord[];
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  return crc;
});

/** CRC-32C (Castagnoli). */
export function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = crcTable[(crc ^ byte) & 255]! ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

const magic = 2;
const [compressionBits, controlBit] = [0x07, 0x20];
/** From the base offset to the length, and to the CRC, both included. */
const [lengthEnd, crcEnd] = [12, 21];

/** `leaderEpoch`: as a leader writes it; -1 as a producer does. */
export function encodeBatch(draft: BatchDraft & { readonly leaderEpoch?: number }): Buffer {
  const { baseOffset = 0, leaderEpoch = -1, producerId = -1, producerEpoch = -1, baseSequence = -1, records } = draft;
  const timestamp = draft.baseTimestamp ?? Date.now();
  const body = new ByteWriter();
  body.int(0, 2);
  body.int(draft.lastOffsetDelta ?? records.length - 1, 4);
  body.int(timestamp, 8);
  body.int(timestamp, 8);
  body.int(producerId, 8);
  body.int(producerEpoch, 2);
  body.int(baseSequence, 4);
  body.int(records.length, 4);
  records.forEach(({ key, value, offsetDelta }, i) => {
    const record = encodeRecord(offsetDelta ?? i, key, value);
    body.varint(record.length);
    body.raw(record);
  });
  const counted = body.done();
  const head = new ByteWriter();
  head.int(baseOffset, 8);
  head.int(counted.length + crcEnd - lengthEnd, 4);
  head.int(leaderEpoch, 4);
  head.int(magic, 1);
  head.uint(crc32c(counted), 4);
  return Buffer.concat([head.done(), counted]);
}

function encodeRecord(offsetDelta: number, key: string, value: string): Buffer {
  const writer = new ByteWriter();
  writer.int(0, 1);
  writer.varint(0);
  writer.varint(offsetDelta);
  for (const text of [key, value]) {
    const bytes = Buffer.from(text);
    writer.varint(bytes.length);
    writer.raw(bytes);
  }
  writer.varint(0);
  return writer.done();
}

/** The batches that are whole; a last one that was cut is left out. Throws where a CRC does not fit. */
export function decodeBatches(bytes: Buffer | null): readonly WireBatch[] {
  const batches: WireBatch[] = [];
  const all = bytes ?? Buffer.alloc(0);
  for (let at = 0; at + lengthEnd <= all.length; ) {
    const end = at + lengthEnd + all.readInt32BE(at + 8);
    if (end > all.length) break;
    batches.push(decodeBatch(all.subarray(at, end)));
    at = end;
  }
  return batches;
}

function decodeBatch(bytes: Buffer): WireBatch {
  const reader = new ByteReader(bytes);
  const baseOffset = reader.int(8);
  reader.raw(4);
  const leaderEpoch = reader.int(4);
  reader.raw(1);
  if (reader.uint(4) !== crc32c(bytes.subarray(crcEnd))) throw new Error(`the CRC of the batch at ${baseOffset}`);
  const attributes = reader.int(2);
  const lastOffset = baseOffset + reader.int(4);
  reader.raw(16);
  const [producerId, producerEpoch, baseSequence, count] = [reader.int(8), reader.int(2), reader.int(4), reader.int(4)];
  if ((attributes & compressionBits) !== 0) throw new Error(`the batch at ${baseOffset} is compressed`);
  const records = Array.from({ length: count }, () => decodeRecord(reader, baseOffset));
  const isControl = (attributes & controlBit) !== 0;
  return { baseOffset, lastOffset, leaderEpoch, producerId, producerEpoch, baseSequence, isControl, records };
}

function decodeRecord(reader: ByteReader, baseOffset: number): WireRecord {
  reader.varint();
  reader.raw(1);
  reader.varint();
  const offset = baseOffset + reader.varint();
  const [key, value] = [decodeText(reader), decodeText(reader)];
  for (let headers = reader.varint(); headers > 0; headers--) [decodeText(reader), decodeText(reader)];
  return { offset, key, value };
}

function decodeText(reader: ByteReader): string | null {
  const length = reader.varint();
  return length < 0 ? null : reader.raw(length).toString("latin1");
}
