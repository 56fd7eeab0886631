/** What became of every send: each has one fate, bad worlds show each of them, and stalls are those that producers feel. */
import { describe, expect, test } from "vitest";
import { scenarioArbitrary } from "../../src/arbitrary/scenario-arbitrary.ts";
import { scenarioAt } from "../../src/arbitrary/scenario-at.ts";
import { propertySpace } from "../../src/arbitrary/space.ts";
import { type ProfileName, profileNames, profiles } from "../../src/chaos/fault-kinds.ts";
import { keepsLargest, statisticCards } from "../../src/check/statistic-cards.ts";
import { newCounts } from "../../src/check/statistics.ts";
import type { SendOutcome } from "../../src/client/observer.ts";
import { Errors } from "../../src/kafka/errors.ts";
import { run } from "../../src/run/run.ts";
import { batchOf, finalState, producer, type Stage, stage, tp } from "./stage.ts";

describe("every send has one fate", () => {
  const fates = (profile: ProfileName, acks: string) => {
    const space = {
      ...propertySpace("kafka-4"),
      kinds: profiles[profile].kinds,
      producerSettings: {
        acks,
        "enable.idempotence": "false",
        "delivery.timeout.ms": "2500",
        "request.timeout.ms": "800",
      },
      varyClients: false,
    };
    return Array.from({ length: 12 }, (_, i) => run(scenarioAt(scenarioArbitrary(space), "fates", i)).statistics);
  };
  test.each(profileNames.flatMap((profile) => ["all", "1", "0"].map((acks) => [profile, acks] as const)))(
    "%s, acks=%s",
    (profile, acks) => {
      for (const one of fates(profile, acks)) {
        const { sentRecords, ackedRecords, reportedFailed, ambiguous, neverReported, undecided } = one;
        expect(ackedRecords + reportedFailed + ambiguous + neverReported + undecided).toBe(sentRecords);
        expect(one.ackedSurvived + one.lostAcked).toBe(ackedRecords);
        expect(one.reportedFailedSurvived).toBe(0);
        expect(one.ambiguousSurvived).toBeLessThanOrEqual(ambiguous);
        expect(one.neverReportedSurvived).toBeLessThanOrEqual(neverReported);
      }
    },
  );

  test("the runs show each of them", () => {
    const all = ["process-crash", "clients", "network", "power-loss"] as const;
    const sums = newCounts();
    for (const one of all.flatMap((profile) => [...fates(profile, "1"), ...fates(profile, "all")]))
      for (const { name } of statisticCards) sums[name as keyof typeof sums] += one[name as keyof typeof one];
    const { lostAcked, ambiguous, ambiguousSurvived, neverReported, neverReportedSurvived, lateAppearance } = sums;
    const seen = { lostAcked, ambiguous, ambiguousSurvived, neverReported, neverReportedSurvived, lateAppearance };
    for (const [name, count] of Object.entries(seen)) expect(count, name).toBeGreaterThan(0);
  });

  test("a record that survives although its send surely failed is told, and counted", () => {
    const s = stage();
    s.commit(1, 0, [10]);
    s.event((t) => t.sendCompleted(producer, 10, tp, "fail", Errors.MESSAGE_TOO_LARGE, -1));
    const { statistics, violations } = s.finish(finalState(s, [batchOf(0, [10], 0)]));
    expect(statistics).toMatchObject({ reportedFailed: 1, reportedFailedSurvived: 1 });
    expect(violations.map((violation) => violation.check)).toContain("no-phantom");
  });

  test("who dies leaves its sends unreported, written or not; who lives, undecided", () => {
    const dead = stage();
    dead.commit(1, 0, [10]);
    dead.send(11);
    dead.event((t) => t.nodeDown(producer, "process-crash"));
    expect(dead.finish(finalState(dead, [batchOf(0, [10], 0)])).statistics).toMatchObject({
      neverReported: 2,
      neverReportedSurvived: 1,
    });
    const waiting = stage();
    waiting.send(10, 11);
    expect(waiting.finish(finalState(waiting, [])).statistics).toMatchObject({ neverReported: 0, undecided: 2 });
  });
});

/** Sends, answers and a death at virtual seconds. */
function waiting(act: (at: (seconds: number, call: (s: Stage) => void) => void) => void, endSeconds: number) {
  const s = stage();
  let event = 1000;
  act((seconds, call) => {
    s.trial.beginEvent(event++, seconds * 1_000_000);
    call(s);
    s.trial.endEvent();
  });
  const { writeStallSeconds, writeStallSecondsMax } = s.finish({ atMicros: endSeconds * 1_000_000 }).statistics;
  return [writeStallSeconds, writeStallSecondsMax];
}

const sends =
  (record: number, partition = tp) =>
  ({ trial }: Stage): void => {
    trial.sendInvoked(producer, record, null, 0);
    trial.sendAssigned(producer, record, partition);
  };
const answers =
  (record: number, outcome: SendOutcome = "ok", partition = tp) =>
  ({ trial }: Stage): void =>
    trial.sendCompleted(producer, record, partition, outcome, 0, -1);

describe("write stalls", () => {
  test("answers within a second are none", () => {
    expect(waiting((at) => [at(1, sends(1)), at(2, answers(1)), at(9, sends(2)), at(10, answers(2))], 20)).toEqual([
      0, 0,
    ]);
  });

  test("from the first send that waits to the next success", () => {
    expect(waiting((at) => [at(1, sends(1)), at(3, sends(2)), at(9, answers(2)), at(9.5, answers(1))], 20)).toEqual([
      8, 8,
    ]);
  });

  test("an error is no success; the last one ends the waiting", () => {
    const stalled = waiting(
      (at) => [at(1, sends(1)), at(1, sends(2)), at(6, answers(1, "info")), at(11, answers(2, "fail"))],
      30,
    );
    expect(stalled).toEqual([10, 10]);
  });

  test("partitions stall by themselves", () => {
    const other = tp + 1;
    const stalled = waiting(
      (at) => [
        at(1, sends(1)),
        at(1, sends(2, other)),
        at(1.5, answers(2, "ok", other)),
        at(4, answers(1)),
        at(5, sends(3, other)),
        at(10, answers(3, "ok", other)),
      ],
      30,
    );
    expect(stalled).toEqual([8, 5]);
  });

  test("without metadata the application's thread stalls; who dies waits no more; the end of the run ends it", () => {
    const blocked = waiting(
      (at) => [
        at(1, ({ trial }) => trial.sendInvoked(producer, 1, null, 0)),
        at(5, ({ trial }) => trial.sendAssigned(producer, 1, tp)),
        at(8, ({ trial }) => trial.nodeDown(producer, "process-crash")),
        at(20, sends(2)),
      ],
      26,
    );
    expect(blocked).toEqual([4 + 3 + 6, 6]);
    expect(
      waiting(
        (at) => [
          at(1, ({ trial }) => trial.sendInvoked(producer, 1, null, 0)),
          at(7, ({ trial }) => trial.sendCompleted(producer, 1, -1 as never, "fail", Errors.REQUEST_TIMED_OUT, -1)),
        ],
        9,
      ),
    ).toEqual([6, 6]);
  });
});

test("each statistic has a card that says what it counts; largest values are told from sums", () => {
  expect(statisticCards.map((card) => card.name)).toEqual(Object.keys(newCounts()));
  expect(statisticCards.filter(({ sentence, unit }) => sentence.length < 20 || unit === "")).toEqual([]);
  for (const { name, metric } of statisticCards)
    expect(metric !== null, name).toBe(/^[A-Z]/.test(name) || name === "records-lag-max");
  expect(statisticCards.filter((card) => keepsLargest(card.name)).map((card) => card.name)).toEqual(
    expect.arrayContaining(["writeStallSecondsMax", "records-lag-max", "OfflinePartitionsCountMax"]),
  );
});
