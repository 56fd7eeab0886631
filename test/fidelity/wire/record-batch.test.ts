/** Record batches as bytes: what is written is read again, and what a broker of 4.1.2 sent is read. */
import { expect, test } from "vitest";
import { crc32c, decodeBatches, encodeBatch } from "../../../fidelity/wire/record-batch.ts";

const draft = {
  baseOffset: 5,
  leaderEpoch: 3,
  producerId: 800,
  producerEpoch: 1,
  baseSequence: 7,
  baseTimestamp: 1_700_000_000_000,
  records: [
    { key: "k", value: "v1" },
    { key: "k", value: "v2" },
  ],
};

test("the CRC is Castagnoli's", () => {
  expect(crc32c(Buffer.from("123456789"))).toBe(0xe3069283);
});

test("a batch that was written is read again", () => {
  expect(decodeBatches(encodeBatch(draft))).toEqual([
    {
      baseOffset: 5,
      lastOffset: 6,
      leaderEpoch: 3,
      producerId: 800,
      producerEpoch: 1,
      baseSequence: 7,
      isControl: false,
      records: [
        { offset: 5, key: "k", value: "v1" },
        { offset: 6, key: "k", value: "v2" },
      ],
    },
  ]);
});

test("two batches are read, a third that was cut is left out", () => {
  const bytes = Buffer.concat([encodeBatch(draft), encodeBatch({ ...draft, baseOffset: 7 }), encodeBatch(draft)]);
  expect(decodeBatches(bytes.subarray(0, -1)).map(({ baseOffset }) => baseOffset)).toEqual([5, 7]);
});

test("a changed byte is seen", () => {
  const bytes = encodeBatch(draft);
  bytes[bytes.length - 2]! ^= 1;
  expect(() => decodeBatches(bytes)).toThrow("the CRC of the batch at 5");
});

test("a compressed batch is refused: none is asked for", () => {
  const bytes = encodeBatch(draft);
  bytes.writeInt16BE(1, 21);
  bytes.writeUInt32BE(crc32c(bytes.subarray(21)), 17);
  expect(() => decodeBatches(bytes)).toThrow("is compressed");
});
