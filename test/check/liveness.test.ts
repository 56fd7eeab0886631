/** For every liveness check: an end that it must refuse, and one that is excused. */
import { describe, expect, test } from "vitest";
import { catalogue } from "../../src/check/catalogue.ts";
import type { FinalState } from "../../src/check/final-state.ts";
import { acceptedEnds } from "./cases/accepted-ends.ts";
import { acceptedWaits } from "./cases/accepted-waits.ts";
import { batches, defaultTimes, type End, judgeEnd, unhealthy } from "./cases/ends.ts";
import { refusedEnds } from "./cases/refused-ends.ts";
import { finalState, type Stage, stage } from "./stage.ts";

const judge = (end: End): Stage => judgeEnd(end).s;

describe("every liveness check refuses a bad end", () => {
  test.each(refusedEnds)("$check: $name", (one) => {
    const found = judge(one).violations();
    expect(found.map((violation) => violation.check)).toContain(one.check);
    expect(found[0]!.sentence).not.toMatch(/undefined|NaN/);
  });
});

describe("progress that cannot be is not owed", () => {
  test.each([...acceptedEnds, ...acceptedWaits])("$check: $name", (one) => {
    expect(
      judge(one)
        .violations()
        .map((violation) => violation.sentence),
    ).toEqual([]);
  });
});

test.each([
  ["Kafka's defaults", {}, true],
  ["heartbeats that come late in a session", { brokerHeartbeatIntervalMs: 7000 }, false],
  ["heartbeats without a pause", { brokerHeartbeatIntervalMs: 0 }, false],
  ["idle fetches that are given up as they are answered", { replicaSocketTimeoutMs: 500 }, false],
  ["a session that outlasts the calm phase", { brokerSessionTimeoutMs: 3_600_000 }, false],
  ["a back-off that outlasts the calm phase", { replicaFetchBackoffMs: 2_147_483_647 }, false],
])("progress is promised as the brokers' times allow: %s", (_, changed, promised) => {
  const end = (s: Stage): FinalState => finalState(s, batches, { 1: { highWatermark: 1 } });
  const s = judge({ check: "", name: "", options: { trial: { times: { ...defaultTimes, ...changed } } }, end });
  expect(s.violations().map((violation) => violation.promised)).toEqual([promised]);
});

test("a good end is good", () => {
  expect(judge({ check: "", name: "", end: (s) => finalState(s, batches) }).violations()).toEqual([]);
});

test("nothing is owed to a run that its limit of events cut short, but an end", () => {
  expect(
    judge({
      check: "",
      name: "",
      end: (s) => ({ ...finalState(s, batches, { 1: { highWatermark: 0 } }), stop: "event-limit" }),
    })
      .violations()
      .map(({ fingerprint }) => fingerprint),
  ).toEqual(["no-tight-loop/event-limit/final"]);
});

test("no-tight-loop: thousands of steps without progress are a loop, with progress they are load", () => {
  const spin = (progress: boolean): readonly string[] => {
    const found: string[] = [];
    const s = stage({ trial: { onViolation: (violation) => found.push(violation.check) } });
    s.trial.enterCalm();
    for (let i = 0; i < 20_000; i++) {
      s.trial.beginEvent(1000 + i, 100_000 + i * 100);
      if (progress && i % 10 === 0) s.trial.metadataApplied(1, i);
      s.trial.endEvent();
    }
    return found;
  };
  expect(spin(false)).toContain("no-tight-loop");
  expect(spin(true)).toEqual([]);
});

test("no-tight-loop: a node that steps thousands of times in a second spins, at any time", () => {
  const spin = (steps: number): readonly string[] => {
    const found: string[] = [];
    const s = stage({ trial: { onViolation: ({ fingerprint }) => found.push(fingerprint) } });
    for (let i = 0; i <= steps; i++) {
      s.trial.beginEvent(1000 + i, 100_000 + Math.floor((1_000_000 / steps) * i), 2);
      s.trial.endEvent();
    }
    return found;
  };
  expect(spin(5000)).toEqual(["no-tight-loop/node-spins/chaos"]);
  expect(spin(1000)).toEqual([]);
});

describe("a core that has had its time, while broker 3 is down", () => {
  const judged = (act: (s: Stage) => void): readonly string[] => {
    const s = stage();
    s.commit(1, 0, [10, 11]);
    act(s);
    s.trial.judgeCore(unhealthy(finalState(s, batches), 3));
    return s.violations().map(({ fingerprint }) => fingerprint);
  };

  test("has leaders and full ISRs", () => {
    expect(judged((s) => s.isr([1, 2]))).toEqual([]);
  });

  test.each<[string, (s: Stage) => void]>([
    ["leader-eventually/nobody-elected/core", (s) => s.change({ leader: -1 }, "leaderless")],
    ["leader-eventually/dead-leader-stays/core", (s) => s.change({ leader: 3 }, "clean")],
    ["isr-refills/healthy-replica-outside/core", (s) => s.isr([1])],
  ])("%s is refused", (fingerprint, act) => {
    expect(judged(act)).toContain(fingerprint);
  });
});

test("every liveness check of the catalogue has a bad end here", () => {
  const covered = new Set([...refusedEnds.map((one) => one.check), "no-tight-loop"]);
  expect(catalogue.filter((card) => card.kind === "liveness" && !covered.has(card.name))).toEqual([]);
});
