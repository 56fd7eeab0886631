/** Each anomaly about single records: a history that must be refused, and legal look-alikes that must not. */
import { describe, expect, test } from "vitest";
import { judged, poll, script, send } from "./script.ts";

describe("lost-write", () => {
  const sends = () =>
    script()
      .ran(0, "ok", [send("x", "a", 0)])
      .ran(0, "ok", [send("x", "b", 1)]);

  test("an acknowledged record below what was polled is lost", () => {
    const verdict = judged(sends().ran(1, "ok", [poll({ x: [[1, "b"]] })]));
    expect(verdict.errors["lost-write"]).toEqual([
      { key: "x", value: "a", index: 0, "max-read-index": 1, writer: 2, "max-read": 6 },
    ]);
    expect(verdict.witnesses["lost-write"]).toBe(
      'record "a" of partition x, sent by process 0 (line 2), was acknowledged at offset 0, and no consumer ever got it, though process 1 (line 6) read on to offset 1',
    );
    expect(verdict.valid).toBe(false);
  });

  test("an acknowledged record behind everything polled may only be late", () => {
    const verdict = judged(sends().ran(1, "ok", [poll({ x: [[0, "a"]] })]));
    expect(verdict.types).toEqual(["unseen"]);
  });

  test("a gap in offsets is a transaction marker, not a lost record", () => {
    const history = script()
      .ran(0, "ok", [send("x", "a", 0)])
      .ran(0, "ok", [send("x", "b", 7)]);
    expect(
      judged(
        history.ran(1, "ok", [
          poll({
            x: [
              [0, "a"],
              [7, "b"],
            ],
          }),
        ]),
      ).types,
    ).toEqual([]);
  });

  test("a failed send was not promised", () => {
    const history = script()
      .ran(0, "fail", [send("x", "a", 0)])
      .ran(0, "ok", [send("x", "b", 1)]);
    expect(judged(history.ran(1, "ok", [poll({ x: [[1, "b"]] })])).types).toEqual([]);
  });

  test("what a failed poll saw is still not delivered", () => {
    const history = sends()
      .ran(1, "fail", [poll({ x: [[0, "a"]] })])
      .ran(2, "ok", [poll({ x: [[1, "b"]] })]);
    expect(judged(history).badTypes).toContain("lost-write");
  });

  test("an unknown outcome is proven by another record of the transaction, else nothing is lost", () => {
    const torn = (proof: boolean) => {
      const history = script()
        .ran(0, "info", [send("x", "a", 0), send("y", "b", 0)])
        .ran(1, "ok", [send("x", "c", 1)]);
      if (proof) history.ran(2, "ok", [poll({ y: [[0, "b"]] })]);
      return judged(history.ran(3, "ok", [poll({ x: [[1, "c"]] })])).types;
    };
    expect(torn(true)).toEqual(["lost-write"]);
    expect(torn(false)).toEqual([]);
  });
});

describe("unseen", () => {
  test("an acknowledged record that nobody polled by the end", () => {
    const verdict = judged(script().ran(0, "ok", [send("x", "a", 0)]));
    expect(verdict.errors.unseen).toEqual([{ time: 1, unseen: { x: 1 }, messages: { x: ["a"] } }]);
    expect(verdict.witnesses.unseen).toBe('no consumer ever got this acknowledged record: "a" of partition x');
  });

  test("an acknowledgement without offset, never polled, is unseen and not lost", () => {
    const history = script()
      .ran(0, "ok", [send("x", "a", null)])
      .ran(0, "ok", [send("x", "b", 3)]);
    expect(judged(history.ran(1, "ok", [poll({ x: [[3, "b"]] })])).types).toEqual(["unseen"]);
  });

  test("offset -1, as acks=0 gives it, is no offset", () => {
    expect(
      judged(
        script()
          .ran(0, "ok", [send("x", "a", -1)])
          .ran(1, "ok", [poll({ x: [[0, "a"]] })]),
      ).types,
    ).toEqual([]);
  });

  test("polled records of a partition without any acknowledgement are not unseen", () => {
    expect(
      judged(
        script()
          .ran(0, "info", [send("x", "a")])
          .ran(1, "ok", [poll({ x: [[0, "a"]] })]),
      ).types,
    ).toEqual([]);
  });

  test("a record polled before its acknowledgement arrived is seen", () => {
    const history = script()
      .began(0, [send("x", "a")])
      .ran(1, "ok", [poll({ x: [[0, "a"]] })])
      .ended(0, "ok", [send("x", "a", 0)]);
    const verdict = judged(history);
    expect(verdict.types).toEqual([]);
    expect(verdict.unseenSeries).toEqual([
      { time: 2, unseen: {} },
      { time: 3, unseen: { x: 0 }, messages: { x: [] } },
    ]);
  });
});

describe("duplicate and inconsistent-offsets", () => {
  const duplicated = () =>
    script()
      .ran(0, "ok", [send("x", "a", 0)])
      .ran(0, "ok", [send("x", "b", 1)])
      .ran(1, "ok", [
        poll({
          x: [
            [0, "a"],
            [1, "b"],
            [2, "a"],
          ],
        }),
      ]);

  test("one record at two offsets is a duplicate, and nothing else", () => {
    const verdict = judged(duplicated());
    expect(verdict.types).toEqual(["duplicate"]);
    expect(verdict.errors.duplicate).toEqual([{ key: "x", value: "a", count: 2, offsets: [0, 2] }]);
  });

  test('equal values of two partitions, and 1 beside "1", are different records', () => {
    const history = script().ran(0, "ok", [send("x", 1, 0), send("x", "1", 1), send("y", 1, 4)]);
    expect(
      judged(
        history.ran(1, "ok", [
          poll({
            x: [
              [0, 1],
              [1, "1"],
            ],
            y: [[4, 1]],
          }),
        ]),
      ).types,
    ).toEqual([]);
  });

  test("two records at one offset conflict, whichever is told first, and have no order of their own", () => {
    const told = (values: readonly [string, string]) => {
      const history = script();
      for (const value of values) history.ran(0, "ok", [send("x", value, 0)]);
      for (const [i, value] of values.entries()) history.ran(i + 1, "ok", [poll({ x: [[0, value]] })]);
      return judged(history);
    };
    expect(told(["a", "b"]).errors["inconsistent-offsets"]).toEqual([
      { key: "x", offset: 0, index: 0, values: ["a", "b"] },
    ]);
    expect(told(["a", "b"]).types).toEqual(["inconsistent-offsets"]);
    expect(told(["b", "a"]).types).toEqual(["inconsistent-offsets"]);
  });

  test("an offset that only an unproven or failed send claims is free", () => {
    const history = script()
      .ran(0, "info", [send("x", "a", 0)])
      .ran(2, "fail", [send("x", "c", 0)])
      .ran(1, "ok", [send("x", "b", 0)]);
    expect(judged(history.ran(3, "ok", [poll({ x: [[0, "b"]] })])).types).toEqual([]);
  });
});

describe("G1a, precommitted-read, phantom-message, read-before-send", () => {
  test("a poll of what a failed operation sent", () => {
    const verdict = judged(
      script()
        .ran(0, "fail", [send("x", "a")])
        .ran(1, "ok", [poll({ x: [[0, "a"]] })]),
    );
    expect(verdict.types).toEqual(["G1a"]);
    expect(verdict.errors.G1a).toEqual([{ key: "x", value: "a", writer: 2, reader: 4 }]);
  });

  test("a failed transaction may have polled it, and an unknown outcome may be polled", () => {
    expect(
      judged(
        script()
          .ran(0, "fail", [send("x", "a")])
          .ran(1, "fail", [poll({ x: [[0, "a"]] })]),
      ).types,
    ).toEqual([]);
    expect(
      judged(
        script()
          .ran(0, "info", [send("x", "a")])
          .ran(1, "ok", [poll({ x: [[0, "a"]] })]),
      ).types,
    ).toEqual([]);
  });

  test("a transaction that polls its own records, once per operation, whatever came of it", () => {
    const own = [
      send("x", "a", 0),
      send("x", "b", 1),
      poll({
        x: [
          [0, "a"],
          [1, "b"],
        ],
      }),
    ];
    for (const outcome of ["ok", "info", "fail"] as const) {
      expect(judged(script().ran(0, outcome, own)).errors["precommitted-read"]).toEqual([
        { op: 2, key: "x", value: "a" },
      ]);
    }
  });

  test("the next transaction of the same process may poll them", () => {
    expect(
      judged(
        script()
          .ran(0, "ok", [send("x", "a", 0)])
          .ran(0, "ok", [poll({ x: [[0, "a"]] })]),
      ).types,
    ).toEqual([]);
  });

  test("a record that nobody ever sent", () => {
    const verdict = judged(script().ran(0, "ok", [poll({ x: [[4, "ghost"]] })]));
    expect(verdict.types).toEqual(["phantom-message"]);
    expect(verdict.witnesses["phantom-message"]).toBe(
      'process 0 (line 2) polled record "ghost" of partition x at offset 4, which nobody ever sent',
    );
  });

  test("a send that never completed has sent it", () => {
    expect(
      judged(
        script()
          .began(0, [send("x", "a")])
          .ran(1, "ok", [poll({ x: [[0, "a"]] })]),
      ).types,
    ).toEqual([]);
  });

  test("a record polled before its send began is refused, with and without inferred write order", () => {
    const history = script()
      .ran(1, "ok", [poll({ x: [[0, "a"]] })])
      .ran(0, "ok", [send("x", "a", 0)]);
    for (const wwDeps of [false, true]) {
      const verdict = judged(history, { wwDeps });
      expect(verdict.badTypes).toEqual(["read-before-send"]);
      expect(verdict.types).toEqual(["read-before-send"]);
    }
  });
});

describe("empty-transaction-graph", () => {
  test("nothing acknowledged and nothing polled is no pass", () => {
    expect(judged(script().bound(0, "assign", ["x"])).types).toEqual(["empty-transaction-graph"]);
    expect(
      judged(
        script()
          .ran(0, "info", [send("x", "a")])
          .ran(1, "ok", [poll({})]),
      ).valid,
    ).toBe(false);
    expect(judged([]).valid).toBe(false);
  });

  test("one acknowledged and polled record is evidence, without any dependency between operations too", () => {
    expect(
      judged(
        script()
          .ran(0, "ok", [send("x", "a", 0)])
          .ran(0, "ok", [poll({ x: [[0, "a"]] })]),
      ).valid,
    ).toBe(true);
    const overlapping = script()
      .began(0, [send("x", "a")])
      .began(1, [send("x", "b")]);
    overlapping.ended(0, "ok", [send("x", "a", 0)]).ended(1, "ok", [send("x", "b", 1)]);
    expect(judged(overlapping).types).toEqual(["unseen"]);
  });
});
