import { describe, expect, test } from "vitest";
import {
  chunkOf,
  forEachRecord,
  Known,
  newRecordTable,
  placeOf,
  type RecordState,
} from "../../src/history/record-table.ts";

const total = 400_000;

/** Every record is sent, acknowledged and visible, but every thousandth ends in doubt. */
function filled(): ReturnType<typeof newRecordTable> {
  const table = newRecordTable();
  for (let id = 0; id < total; id++) {
    const chunk = chunkOf(table, id);
    const i = placeOf(id);
    chunk.clients[i] = 1000 + (id >>> 24);
    chunk.orders[i] = id;
    chunk.flags[i] = id % 1000 === 999 ? Known.invoked | Known.unsure : Known.invoked | Known.ok | Known.visible;
    chunk.offsets[i] = id;
  }
  return table;
}

describe("the record table", () => {
  test("folds what is settled and keeps the exceptions", () => {
    const table = filled();
    expect(table.live.size).toBeLessThanOrEqual(256);
    expect(table.folded.size).toBeGreaterThan(100);
    const unsure: RecordState[] = [];
    forEachRecord(table, (record) => {
      if ((record.flags & Known.unsure) !== 0) unsure.push(record);
    });
    expect(unsure).toHaveLength(total / 1000);
    expect(unsure[0]).toEqual({
      id: 999,
      flags: Known.invoked | Known.unsure,
      client: 1000,
      partition: -1,
      offset: 999,
      order: 999,
    });
  });

  test("unfolds when an old record is heard of again", () => {
    const table = filled();
    expect(chunkOf(table, 998).flags[placeOf(998)]).toBe(Known.invoked | Known.ok | Known.visible);
    expect(chunkOf(table, 999).flags[placeOf(999)]).toBe(Known.invoked | Known.unsure);
    expect(chunkOf(table, 999).orders[placeOf(999)]).toBe(999);
    expect(chunkOf(table, 999).clients[placeOf(999)]).toBe(1000);
  });

  test("ids of several producers share nothing", () => {
    const table = newRecordTable();
    chunkOf(table, 5).flags[placeOf(5)] = 1;
    chunkOf(table, 2 ** 24 + 5).flags[placeOf(2 ** 24 + 5)] = 4;
    expect(chunkOf(table, 5).flags[placeOf(5)]).toBe(1);
    expect(chunkOf(table, 2 ** 40 + 5).flags[placeOf(2 ** 40 + 5)]).toBe(0);
  });
});
