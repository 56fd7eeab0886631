/**
 * Every legal anomaly has a world that is accepted by it alone (without it a check refuses that world), and a look-alike that
 * is refused although the anomaly is in force.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { anomalies } from "../../src/check/anomaly.ts";
import { catalogue } from "../../src/check/catalogue.ts";
import type { Violation } from "../../src/check/check.ts";
import { root } from "../source-files.ts";
import { acceptedCommitCases } from "./cases/accepted-commit-cases.ts";
import { acceptedControlCases } from "./cases/accepted-control-cases.ts";
import { acceptedEnds } from "./cases/accepted-ends.ts";
import { acceptedHistoryCases } from "./cases/accepted-history-cases.ts";
import { acceptedLogCases } from "./cases/accepted-log-cases.ts";
import { acceptedLossCases } from "./cases/accepted-loss-cases.ts";
import { acceptedAnomalyCases, refusedAnomalyCases } from "./cases/anomaly-cases.ts";
import { ties } from "./cases/anomaly-ties.ts";
import type { Case } from "./cases/case.ts";
import { defaultTimes, type End, judgeEnd } from "./cases/ends.ts";
import { refusedCommitCases } from "./cases/refused-commit-cases.ts";
import { refusedControlCases } from "./cases/refused-control-cases.ts";
import { refusedEnds } from "./cases/refused-ends.ts";
import { refusedHistoryCases } from "./cases/refused-history-cases.ts";
import { refusedLogCases } from "./cases/refused-log-cases.ts";
import { stage } from "./stage.ts";

interface Shown {
  readonly violations: readonly Violation[];
  readonly excused: Readonly<Record<string, number>>;
}

type Show = (refusedAnomaly?: string) => Shown;

function showCase({ act, options }: Case, refusedAnomaly?: string): Shown {
  const s = stage({ ...options, trial: { ...options?.trial, ...(refusedAnomaly && { refusedAnomaly }) } });
  let excused: Shown["excused"] | null = null;
  const finish = s.finish;
  s.finish = (final) => {
    const result = finish(final);
    excused = result.excused;
    return result;
  };
  act(s);
  return { excused: excused ?? finish().excused, violations: s.violations() };
}

function showEnd(end: End, refusedAnomaly?: string): Shown {
  const { options } = end;
  const { s, result } = judgeEnd(end, {
    ...options,
    trial: { ...options?.trial, ...(refusedAnomaly && { refusedAnomaly }) },
  });
  return { excused: result.excused, violations: s.violations() };
}

const hangingMark = refusedEnds.find(({ name }) => name === "the leader's mark hangs")!;
const lateHeartbeats: End = {
  ...hangingMark,
  name: "heartbeats come late in a session",
  options: { trial: { times: { ...defaultTimes, brokerHeartbeatIntervalMs: 7000 } } },
};

const cases = [
  ...[
    acceptedCommitCases,
    acceptedControlCases,
    acceptedLossCases,
    acceptedHistoryCases,
    acceptedLogCases,
    acceptedAnomalyCases,
  ],
  ...[refusedCommitCases, refusedControlCases, refusedHistoryCases, refusedLogCases, refusedAnomalyCases],
].flat();
const shows = new Map<string, Show>([
  ...cases.map((one): [string, Show] => [`${one.check}: ${one.name}`, (refused) => showCase(one, refused)]),
  ...[...acceptedEnds, ...refusedEnds, lateHeartbeats].map((end): [string, Show] => [
    `${end.check}: ${end.name}`,
    (refused) => showEnd(end, refused),
  ]),
]);

function showOf(name: string): Show {
  const show = shows.get(name);
  if (show === undefined) throw new Error(`no case is called ${name}`);
  return show;
}

const promised = ({ violations }: Shown): readonly string[] => [
  ...new Set(violations.filter((violation) => violation.promised).map((violation) => violation.check)),
];

test("every anomaly is tied to a case and to its look-alike", () => {
  expect(Object.keys(ties).toSorted()).toEqual(anomalies.map(({ name }) => name).toSorted());
});

describe.each(anomalies)("$name", ({ name, excuses }) => {
  const [accepted, refused] = ties[name]!;

  test("excuses a world, and is counted", () => {
    const shown = showOf(accepted)();
    expect(promised(shown)).toEqual([]);
    expect(shown.excused[name]).toBeGreaterThan(0);
  });

  test("is needed: without it a check that it speaks for refuses that world, and no other does", () => {
    const found = promised(showOf(accepted)(name));
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter((check) => !excuses.includes(check))).toEqual([]);
  });

  test("does not excuse its look-alike", () => {
    const shown = showOf(refused)();
    expect(excuses).toContain(refused.split(":")[0]);
    expect(promised(shown)).toContain(refused.split(":")[0]);
    expect(shown.excused[name]).toBeUndefined();
  });
});

test("what a whole world needs no excuse for is not counted", () => {
  const s = stage();
  s.commit(1, 0, [10, 11, 12]);
  expect(s.finish().excused).toEqual({});
});

describe("the registry", () => {
  const page = readFileSync(`${root}docs/invariants.md`, "utf8");
  const items = page.slice(page.indexOf("## 6."), page.indexOf("## 7.")).split(/\n(?=\d+\. )/);

  test.each(anomalies)("docs/invariants.md §6 names $name under its number", ({ number, name }) => {
    expect(items.find((item) => item.startsWith(`${number}. `))).toContain(`\`${name}\``);
  });

  test("speaks for checks that exist, in sentences", () => {
    const known = new Set(catalogue.map((card) => card.name));
    for (const { name, sentence, evidence, excuses } of anomalies) {
      expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(sentence).toMatch(/^[A-Z].*[.]$/);
      expect(evidence).toMatch(/[.]$/);
      expect(excuses.filter((check) => !known.has(check))).toEqual([]);
      expect(excuses.length).toBeGreaterThan(0);
    }
  });
});
