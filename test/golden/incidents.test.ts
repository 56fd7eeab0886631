/**
 * Every incident is as claimed, under its own seed and another one, and told so that someone who learnt Kafka from a book
 * can follow, as the command prints it; KAFKA_TRIAL_GOLDEN=write writes the pages anew.
 */
import { readdirSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import type { Incident } from "../../src/incident/incident.ts";
import { incidentFile, incidentNames } from "../../src/incident/incident-files.ts";
import { judgeCase, judgeIncident } from "../../src/incident/judge-incident.ts";
import { readIncident } from "../../src/incident/read-incident.ts";
import { contraryLines, incidentPage, incidentStoryLines } from "../../src/report/incident-report.ts";
import { fitted } from "../../src/report/layout.ts";
import { isBadInput } from "../../src/scenario/bad-input.ts";
import { expectGolden } from "./transcript.ts";

function incidentNamed(name: string): Incident {
  const incident = readIncident(incidentFile(name));
  if (isBadInput(incident)) throw new Error(incident.sentence);
  return incident;
}

describe.each(incidentNames())("%s", (name) => {
  const incident = incidentNamed(name);

  test("is as claimed and told", () => {
    const judged = judgeIncident(incident);
    expect(contraryLines([judged])).toEqual([]);
    const page = `${stripVTControlCharacters(fitted(incidentPage(judged)))}\n`;
    expect(page).not.toMatch(/undefined|NaN|%p|\[object|topic \d| {3}-1\b/);
    for (const story of page.split("\nCase ")) {
      const lines = story.split("\n").filter((line) => /^ +\d+\.\d{3}s /.test(line));
      expect(lines.length).toBeLessThanOrEqual(incidentStoryLines);
      const times = lines.map((line) => Number.parseFloat(line));
      expect(times).toEqual([...times].sort((a, b) => a - b));
    }
    expectGolden(`incidents/${name}`, page);
  });

  test("is as claimed under another seed", () => {
    const contrary = incident.cases
      .map((one) => judgeCase({ ...one, scenario: { ...one.scenario, seed: "another seed" } }))
      .filter(({ ok }) => !ok);
    expect(contrary.map(({ incidentCase, answers }) => [incidentCase.name, answers.filter(({ ok }) => !ok)])).toEqual(
      [],
    );
  });

  test("shows what fails and what does not", () => {
    const text = JSON.stringify(incident.cases.map(({ claims }) => claims));
    expect(incident.cases.length).toBeGreaterThan(1);
    expect(text).toMatch(/"held"|"measure"/);
  });
});

test("there are 25 incidents at least, and no page is left over", () => {
  expect(incidentNames().length).toBeGreaterThanOrEqual(25);
  const pages = readdirSync(new URL("./incidents", import.meta.url)).map((file) => file.replace(/\.txt$/, ""));
  expect(pages.sort()).toEqual([...incidentNames()]);
});
