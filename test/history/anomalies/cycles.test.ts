/** Dependency cycles: each kind with a history that has it and one that nearly has it, then against plain enumeration. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cyclesByEnumeration } from "./enumerated-cycles.ts";
import { judged, poll, type Script, script, send } from "./script.ts";
import { tangled } from "./tangled.ts";

describe("G1c", () => {
  const mutual = (second: "polls the first" | "polls nothing"): Script =>
    script()
      .began(0, [send("x", "a"), poll()])
      .began(1, [send("y", "b"), poll()])
      .ended(0, "ok", [send("x", "a", 0), poll({ y: [[0, "b"]] })])
      .ended(1, "ok", [send("y", "b", 0), poll(second === "polls nothing" ? {} : { x: [[0, "a"]] })])
      .ran(2, "ok", [poll({ x: [[0, "a"]] })]);

  test("two transactions that polled each other's records", () => {
    const verdict = judged(mutual("polls the first"));
    expect(verdict.types).toEqual(["G1c", "PL-2-cycle-exists"]);
    expect(verdict.valid).toBe(false);
    expect(verdict.errors.G1c?.[0]?.cycle).toEqual([4, 3, 4]);
    expect(verdict.errors["PL-2-cycle-exists"]).toEqual([
      { type: "PL-2-cycle-exists", not: "read-committed", "scc-size": 2, scc: [3, 4] },
    ]);
    expect(verdict.witnesses.G1c).toBe(
      '2 operations depend on each other in a circle: process 0 (line 3) polled record "b" of partition y, sent by process 1 (line 4); process 1 (line 4) polled record "a" of partition x, sent by process 0 (line 3)',
    );
  });

  test("one direction is no cycle", () => {
    expect(judged(mutual("polls nothing")).types).toEqual([]);
  });

  test("with inferred write order such cycles are allowed", () => {
    expect(judged(mutual("polls the first"), { wwDeps: true })).toMatchObject({
      valid: true,
      types: ["G1c", "PL-2-cycle-exists"],
    });
  });
});

describe("cycle-search-timeout", () => {
  const chain = script()
    .began(0, [send("x", "a"), poll()])
    .began(1, [send("y", "b"), poll()])
    .ended(0, "ok", [send("x", "a", 0), poll({ y: [[0, "b"]] })])
    .ended(1, "ok", [send("y", "b", 0), poll({ x: [[0, "a"]] })]);

  test("a search that ended before it found anything is no pass, even where the cycle would be allowed", () => {
    const verdict = judged(chain, { cycleSteps: 1, wwDeps: true });
    expect(verdict.badTypes).toEqual(["cycle-search-timeout"]);
    expect(verdict.errors["cycle-search-timeout"]).toEqual([
      { "anomaly-spec-type": "G1c", "scc-size": 2, steps: 1 },
      { "anomaly-spec-type": "G1c-realtime", "scc-size": 2, steps: 1 },
    ]);
  });

  test("with steps enough it finds the cycle, and what need not be searched costs none", () => {
    expect(judged(chain, { cycleSteps: 10, wwDeps: true }).types).toEqual(["G1c", "PL-2-cycle-exists"]);
    expect(
      judged(
        script()
          .ran(0, "ok", [send("x", "a", 0)])
          .ran(1, "ok", [poll({ x: [[0, "a"]] })]),
        { cycleSteps: 0 },
      ).types,
    ).toEqual([]);
  });
});

describe("G0", () => {
  const woven = (offsets: readonly [number, number]): Script =>
    script()
      .began(0, [send("x", "a"), send("y", "a")])
      .began(1, [send("x", "b"), send("y", "b")])
      .ended(0, "ok", [send("x", "a", 0), send("y", "a", offsets[0])])
      .ended(1, "ok", [send("x", "b", 1), send("y", "b", offsets[1])])
      .ran(2, "ok", [
        poll({
          x: [
            [0, "a"],
            [1, "b"],
          ],
          y:
            offsets[0] === 0
              ? [
                  [0, "a"],
                  [1, "b"],
                ]
              : [
                  [0, "b"],
                  [1, "a"],
                ],
        }),
      ]);

  test("writes in opposite order on two partitions, seen only with inferred write order, and always allowed", () => {
    expect(judged(woven([1, 0]), { wwDeps: true })).toMatchObject({ valid: true, types: ["G0", "PL-1-cycle-exists"] });
    expect(judged(woven([1, 0])).types).toEqual([]);
  });

  test("the same order on both", () => {
    expect(judged(woven([0, 1]), { wwDeps: true }).types).toEqual([]);
  });
});

describe("realtime", () => {
  /** Process 0 polls "c" of a step that began after process 1 had polled what process 0 sent. */
  const backInTime = (overlap: boolean): Script => {
    const history = script().began(0, [send("x", "a"), poll()]);
    if (overlap) history.began(2, [send("y", "c")]);
    history.ran(1, "ok", [poll({ x: [[0, "a"]] })]);
    if (!overlap) history.began(2, [send("y", "c")]);
    return history.ended(2, "ok", [send("y", "c", 0)]).ended(0, "ok", [send("x", "a", 0), poll({ y: [[0, "c"]] })]);
  };

  test("G1c-realtime: a cycle that only the clock closes", () => {
    const verdict = judged(backInTime(false));
    expect(verdict.badTypes).toEqual(["G1c-realtime", "strong-PL-2-cycle-exists"]);
    expect(verdict.errors["G1c-realtime"]?.[0]).toEqual({
      type: "G1c-realtime",
      cycle: [3, 5, 6, 3],
      steps: [
        { type: "realtime", "a'": 3, b: 4 },
        { type: "wr", key: "y", value: "c", "a-mop-index": 0, "b-mop-index": 1 },
        { type: "wr", key: "x", value: "a", "a-mop-index": 0, "b-mop-index": 0 },
      ],
    });
  });

  test("steps that overlap have no order", () => {
    expect(judged(backInTime(true)).types).toEqual([]);
  });

  test("G0-realtime: the later of two writes lies in front", () => {
    const history = script()
      .ran(0, "ok", [send("x", "a", 1)])
      .ran(1, "ok", [send("x", "b", 0)])
      .ran(2, "ok", [
        poll({
          x: [
            [0, "b"],
            [1, "a"],
          ],
        }),
      ]);
    const verdict = judged(history, { wwDeps: true });
    expect(verdict).toMatchObject({ valid: true, types: ["G0-realtime", "strong-PL-1-cycle-exists"] });
    expect(judged(history).types).toEqual([]);
  });

  test("what never completed comes before nothing", () => {
    const history = script()
      .ran(0, "info", [send("x", "a")])
      .ran(1, "ok", [send("x", "b", 0)]);
    expect(
      judged(
        history.ran(2, "ok", [
          poll({
            x: [
              [0, "b"],
              [1, "a"],
            ],
          }),
        ]),
        { wwDeps: true },
      ).types,
    ).toEqual([]);
  });
});

test("small histories of every shape show exactly the cycles that enumeration finds", () => {
  const met = new Set<string>();
  fc.assert(
    fc.property(tangled, fc.boolean(), (operations, wwDeps) => {
      const kinds = ["G0", "G1c", "G0-realtime", "G1c-realtime"];
      const shown = judged(operations, { wwDeps }).types.filter((type) => kinds.includes(type));
      const expected = cyclesByEnumeration(operations, wwDeps);
      for (const type of expected) met.add(type);
      expect(shown).toEqual(expected);
    }),
    { numRuns: 3000, seed: 11 },
  );
  expect([...met].sort()).toEqual(["G0", "G0-realtime", "G1c", "G1c-realtime"]);
});
