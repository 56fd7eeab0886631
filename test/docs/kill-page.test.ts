/** The page of the kill matrix is what was recorded, and what was recorded is all there is. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { catalogue } from "../../src/check/catalogue.ts";
import { marks, notToday } from "../../src/check/marks.ts";
import { killPage, readRecorded } from "../../src/docs/kill-page.ts";
import { defects } from "../../src/kafka/rules/defects.ts";
import { unrecordedChecks } from "../../src/report/kill-report.ts";
import { fewerThanUniform } from "../../src/report/longer-uniform.ts";
import { neverMet } from "../../src/report/nightly-report.ts";
import { strategyNames } from "../../src/strategy/names.ts";
import { comparableRuns } from "../../src/study/hunt/kill-figures.ts";

const docs = new URL("../../docs/", import.meta.url);
const recorded = readRecorded(new URL("recorded", docs).pathname);
const { matrix, longer, nightly, alone } = recorded;

test("docs/kill-matrix.md is current (npm run docs -- kill-matrix)", () => {
  expect(readFileSync(new URL("kill-matrix.md", docs), "utf8")).toBe(killPage(recorded));
});

test("no defect, check or mark is left out", () => {
  const ids = defects.map(({ id }) => id);
  expect(matrix.defects.map(({ id }) => id)).toEqual(ids);
  const missing = unrecordedChecks(matrix);
  const recordedChecks = matrix.checks.map(({ check }) => check);
  expect(recordedChecks).toEqual(catalogue.map(({ name }) => name).filter((name) => !missing.includes(name)));
  for (const name of missing) expect(killPage(recorded)).toMatch(new RegExp(`recorded without [^.]*${name}`));
  const later = marks.map(({ name }) => name).filter((name) => !(name in nightly.marks));
  expect([...Object.keys(nightly.marks), ...later].sort()).toEqual(marks.map(({ name }) => name).sort());
  for (const name of later) expect(killPage(recorded)).toMatch(new RegExp(`Recorded without the marks [^.]*${name}`));
});

test("all that can be seen was found, and nothing that cannot", () => {
  for (const { id, found, masked } of matrix.defects) expect([id, found]).toEqual([id, masked === null]);
  for (const { id, foundIn, masked } of matrix.defects) if (masked !== null) expect([id, foundIn]).toEqual([id, 0]);
});

test("the default strategy finds more than uniform, and needs a third of its runs where those are many", () => {
  const of = (name: string) => matrix.strategies?.find(({ strategy }) => strategy === name);
  expect(of("portfolio")?.found).toBeGreaterThan(of("uniform")?.found ?? 0);
  expect(fewerThanUniform(matrix, longer)).toBeGreaterThanOrEqual(3);
  const missed = Object.entries(of("uniform")?.runs ?? {}).flatMap(([id, runs]) => (runs === null ? [id] : []));
  expect(longer).toMatchObject({ strategy: "uniform", seeds: matrix.seeds, cap: 5000 });
  expect(longer.defects.map(({ id }) => id).sort()).toEqual(missed.sort());
  expect(comparableRuns).toBe(50);
});

test("no promise of today's rules was broken in 50,000 runs of all strategies, and every mark met that they allow", () => {
  for (const one of [nightly, ...alone]) expect(one).toMatchObject({ rules: "kafka-4", violations: [], faults: [] });
  expect([nightly, ...alone].map(({ strategy }) => strategy).sort()).toEqual([...strategyNames].sort());
  expect([nightly, ...alone].reduce((sum, { runs }) => sum + runs, 0)).toBeGreaterThanOrEqual(50_000);
  expect(neverMet(nightly, notToday)).toEqual([]);
});
