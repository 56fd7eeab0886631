/** Realtime lag, the unseen series, their thinning, and what the judge keeps of many anomalies. */
import { describe, expect, test } from "vitest";
import { newSeries, offerPoint, pointsOf } from "../../../src/history/anomalies/series.ts";
import { judged, poll, script, send } from "./script.ts";

describe("realtime lag", () => {
  test("counts from when the next offset was known to exist, on assigned partitions only", () => {
    const history = script()
      .bound(0, "assign", ["x"])
      .ran(1, "ok", [send("x", "a", 0)])
      .ran(1, "ok", [send("x", "b", 1)])
      .ran(0, "ok", [poll({ x: [[0, "a"]], y: [] })])
      .ran(2, "ok", [poll({})])
      .ran(0, "ok", [poll({ x: [[1, "b"]] })]);
    const verdict = judged(history);
    expect(verdict.realtimeLag).toEqual([
      { time: 6, process: 0, key: "x", lag: 1 },
      { time: 10, process: 0, key: "x", lag: 0 },
    ]);
    expect(verdict.worstRealtimeLag).toEqual({ time: 6, process: 0, key: "x", lag: 1 });
  });

  test("assign keeps kept partitions and starts new ones over, subscribe ends the measuring", () => {
    const history = script()
      .ran(1, "ok", [send("x", "a", 0)])
      .bound(0, "assign", ["x"])
      .ran(0, "ok", [poll({ x: [[0, "a"]] })]);
    history
      .bound(0, "assign", ["x", "y"])
      .ran(0, "ok", [poll({})])
      .bound(0, "assign", ["y"])
      .bound(0, "assign", ["x"])
      .ran(0, "ok", [poll({})]);
    history.bound(0, "subscribe", ["x"]).ran(0, "ok", [poll({})]);
    expect(judged(history).realtimeLag.map(({ key, lag }) => [key, lag])).toEqual([
      ["x", 0],
      ["x", 0],
      ["y", 0],
      ["x", 13],
    ]);
  });

  test("is measured neither on failed polls nor on sends, and null where nothing is assigned", () => {
    const history = script()
      .ran(1, "ok", [send("x", "a", 0)])
      .bound(0, "assign", ["x"])
      .ran(0, "fail", [poll({})])
      .ran(0, "ok", [send("x", "b", 1)]);
    expect(judged(history).worstRealtimeLag).toBeNull();
  });
});

describe("series", () => {
  const heights = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9];
  const thinned = (limit: number) => {
    const series = newSeries<number>(limit, null);
    for (const [i, height] of heights.entries()) offerPoint(series, height, () => i);
    return pointsOf(series);
  };

  test("keeps everything within the limit", () => {
    expect(thinned(100)).toEqual(heights.map((_, i) => i));
  });

  test("keeps the highest point of each stretch beyond it", () => {
    for (const limit of [1, 2, 4, 7]) {
      const kept = thinned(limit);
      expect(kept.length).toBeLessThanOrEqual(limit);
      expect(kept).toContain(5);
      expect([...kept].sort((a, b) => a - b)).toEqual(kept);
    }
  });

  test("the judge thins what it keeps and tells a listener everything", () => {
    const history = script();
    for (let i = 0; i < 50; i++) history.ran(0, "ok", [send("x", i, i)]);
    const heard: number[] = [];
    const verdict = judged(history, { seriesPoints: 10, onUnseen: ({ unseen }) => heard.push(unseen["x"]!) });
    expect(heard).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
    expect(verdict.unseenSeries.length).toBeLessThanOrEqual(10);
    expect(verdict.unseenSeries.at(-1)).toMatchObject({
      unseen: { x: 50 },
      messages: { x: Array.from({ length: 32 }, (_, i) => i) },
    });
  });
});

describe("many anomalies", () => {
  test("are counted all; the worst are kept in order; the smallest one is told", () => {
    const history = script();
    const offsets = Array.from({ length: 200 }, (_, i) => i);
    history
      .ran(
        0,
        "ok",
        offsets.map((i) => send("x", i, i)),
      )
      .ran(0, "ok", [poll({ x: offsets.map((i) => [i, i]) })]);
    for (let i = 1; i <= 20; i++)
      history.ran(i, "ok", [poll({ x: [[0, 0]] })]).ran(i, "ok", [poll({ x: [[1 + i, 1 + i]] })]);
    const verdict = judged(history);
    expect(verdict.counts).toEqual({ "poll-skip": 20 });
    expect(verdict.errors["poll-skip"]?.map(({ delta }) => delta)).toEqual([14, 15, 16, 17, 18, 19, 20, 21]);
    expect(verdict.witnesses["poll-skip"]).toContain("process 1 polled partition x");
    expect(verdict.witnesses["poll-skip"]).toContain("it skipped 1");
  });
});
