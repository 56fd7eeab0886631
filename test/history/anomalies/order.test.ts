/** The order of polls and of sends: what must be refused, what may happen, and what makes a process forget. */
import { describe, expect, test } from "vitest";
import { judged, poll, script, send } from "./script.ts";

const at = (offset: number): readonly [number, string] => [offset, "abcdefgh"[offset]!];

/** Partition x holds "a" to "h" at offsets 0 to 7; process 9 sent and polled them all. */
const filled = () => {
  const offsets = [0, 1, 2, 3, 4, 5, 6, 7];
  return script()
    .ran(
      9,
      "ok",
      offsets.map((offset) => send("x", at(offset)[1], offset)),
    )
    .ran(9, "ok", [poll({ x: offsets.map(at) })]);
};
const polled = (...offsets: readonly number[]) => [poll({ x: offsets.map(at) })];

describe("between two polls of a process", () => {
  test("a skip", () => {
    const verdict = judged(filled().ran(0, "ok", polled(0, 1)).ran(0, "ok", polled(4)));
    expect(verdict.types).toEqual(["poll-skip"]);
    expect(verdict.errors["poll-skip"]).toEqual([{ key: "x", delta: 3, skipped: ["c", "d"], ops: [6, 8] }]);
    expect(verdict.witnesses["poll-skip"]).toBe(
      'process 0 polled partition x up to record "b" (line 6) and went on with "e" (line 8; offsets 1, then 4): it skipped "c", "d"',
    );
  });

  test("a step back, and the same record again", () => {
    const back = judged(filled().ran(0, "ok", polled(2, 3)).ran(0, "ok", polled(2)));
    expect(back.errors["nonmonotonic-poll"]).toEqual([{ key: "x", values: ["d", "c"], delta: -1, ops: [6, 8] }]);
    const again = judged(filled().ran(0, "ok", polled(2)).ran(0, "ok", polled(2)));
    expect(again.errors["nonmonotonic-poll"]).toEqual([{ key: "x", values: ["c", "c"], delta: 0, ops: [6, 8] }]);
  });

  test("going on, empty polls in between, another process elsewhere", () => {
    const history = filled()
      .ran(0, "ok", polled(0, 1))
      .ran(0, "ok", [poll({})])
      .ran(1, "ok", polled(5))
      .ran(0, "ok", polled(2, 3));
    expect(judged(history).types).toEqual([]);
  });

  test("a failed poll is judged, and must be followed by a rewind", () => {
    const history = filled().ran(0, "ok", polled(0)).ran(0, "fail", polled(1, 2));
    expect(judged(history.ran(0, "ok", polled(1, 2))).types).toEqual([]);
    const advanced = filled().ran(0, "ok", polled(0)).ran(0, "fail", polled(1, 2)).ran(0, "info", polled(3));
    expect(judged(advanced).errors["poll-skip"]).toEqual([{ key: "x", delta: 3, skipped: ["b", "c"], ops: [6, 10] }]);
  });

  test("a process that goes on after info is the same process", () => {
    expect(judged(filled().ran(0, "ok", polled(0)).ran(0, "info", polled(1)).ran(0, "ok", polled(1))).types).toEqual(
      [],
    );
  });

  test.each(["assign", "subscribe"] as const)("%s elsewhere forgets, of the same partition keeps", (f) => {
    const history = (keys: readonly string[], type: "ok" | "info" | "fail") =>
      judged(filled().ran(0, "ok", polled(0)).bound(0, f, keys, { type }).ran(0, "ok", polled(3)), { subVia: "assign" })
        .types;
    expect(history(["y"], "ok")).toEqual([]);
    expect(history(["y"], "info")).toEqual([]);
    expect(history(["y"], "fail")).toEqual(["poll-skip"]);
    expect(history(["x", "y"], "ok")).toEqual(["poll-skip"]);
  });

  test("an assignment that seeks to the beginning starts anew", () => {
    const history = (seek: boolean) =>
      judged(filled().ran(0, "ok", polled(2, 3)).bound(0, "assign", ["x"], { seek }).ran(0, "ok", polled(0, 1))).types;
    expect(history(true)).toEqual([]);
    expect(history(false)).toEqual(["nonmonotonic-poll"]);
  });

  test("a group moves positions: allowed if consumers subscribed, told by the history unless said otherwise", () => {
    const history = filled()
      .bound(0, "subscribe", ["x"])
      .ran(0, "ok", polled(0))
      .ran(0, "ok", polled(4))
      .ran(0, "ok", polled(1));
    expect(judged(history)).toMatchObject({
      valid: true,
      subVia: "subscribe",
      types: ["poll-skip", "nonmonotonic-poll"],
    });
    expect(judged(history, { subVia: "assign" }).badTypes).toEqual(["poll-skip", "nonmonotonic-poll"]);
  });
});

describe("inside one operation", () => {
  test("skips and steps back between and within its polls", () => {
    const skip = judged(filled().ran(0, "ok", polled(0, 3)));
    expect(skip.errors["int-poll-skip"]).toEqual([
      { key: "x", values: ["a", "d"], delta: 3, skipped: ["b", "c"], op: 6 },
    ]);
    const back = judged(filled().ran(0, "info", [...polled(3), ...polled(1)]));
    expect(back.errors["int-nonmonotonic-poll"]).toEqual([{ key: "x", values: ["d", "b"], delta: -2, op: 6 }]);
    expect(skip.valid || back.valid).toBe(false);
  });

  test("partitions in the operation's rebalance log are exempt, others are not", () => {
    const moved = (key: string) =>
      judged(filled().ran(0, "ok", polled(3, 0), { "rebalance-log": [{ keys: [key] }] })).types;
    expect(moved("x")).toEqual([]);
    expect(moved("y")).toEqual(["int-nonmonotonic-poll"]);
  });

  test("partitions have no order among each other", () => {
    const history = script().ran(0, "ok", [send("x", "a", 5), send("y", "b", 1), send("x", "c", 6), send("y", "d", 2)]);
    expect(
      judged(
        history.ran(1, "ok", [
          poll({
            y: [
              [1, "b"],
              [2, "d"],
            ],
            x: [
              [5, "a"],
              [6, "c"],
            ],
          }),
        ]),
      ).types,
    ).toEqual([]);
  });

  test("a send that lands before the one before it is bad; one of another sender in between is not", () => {
    const crossed = script()
      .ran(0, "ok", [send("x", "a", 3), send("x", "b", 1)])
      .ran(1, "ok", [
        poll({
          x: [
            [1, "b"],
            [3, "a"],
          ],
        }),
      ]);
    expect(judged(crossed).errors["int-nonmonotonic-send"]).toEqual([
      { key: "x", values: ["a", "b"], delta: -1, op: 2 },
    ]);
    const woven = script()
      .began(0, [send("x", "a"), send("x", "c")])
      .ran(1, "ok", [send("x", "b", 1)])
      .ended(0, "ok", [send("x", "a", 0), send("x", "c", 2)])
      .ran(2, "ok", [
        poll({
          x: [
            [0, "a"],
            [1, "b"],
            [2, "c"],
          ],
        }),
      ]);
    expect(judged(woven)).toMatchObject({ valid: true, types: ["int-send-skip"] });
    expect(judged(woven).errors["int-send-skip"]).toEqual([
      { key: "x", values: ["a", "c"], delta: 2, skipped: ["b"], op: 4 },
    ]);
  });
});

describe("between two sends of a process", () => {
  const sends = (first: number, second: number, between?: "assign") => {
    const history = script().ran(0, "ok", [send("x", "a", first)]);
    if (between !== undefined) history.bound(0, between, ["y"]);
    history.ran(0, "info", [send("x", "b", second)]);
    const records = [[first, "a"] as const, [second, "b"] as const].sort(([a], [b]) => a - b);
    return judged(history.ran(1, "ok", [poll({ x: records })]));
  };

  test("the later one lies before the earlier one", () => {
    expect(sends(4, 2).errors["nonmonotonic-send"]).toEqual([{ key: "x", values: ["a", "b"], delta: -1, ops: [2, 4] }]);
    expect(sends(4, 2).valid).toBe(false);
  });

  test("gaps are fine, and a new client starts anew", () => {
    expect(sends(2, 9).types).toEqual([]);
    expect(sends(4, 2, "assign").types).toEqual([]);
  });

  test("an unknown place raises nothing", () => {
    const history = script()
      .ran(0, "ok", [send("x", "a", 4)])
      .ran(0, "info", [send("x", "b")])
      .ran(0, "ok", [send("x", "c", null)]);
    expect(judged(history.ran(1, "ok", [poll({ x: [[4, "a"]] })])).types).toEqual(["unseen"]);
  });
});
