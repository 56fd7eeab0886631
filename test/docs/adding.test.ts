/** The lines of docs/adding.md do what the page says. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { judgeIncident } from "../../src/incident/judge-incident.ts";
import { readIncident } from "../../src/incident/read-incident.ts";
import { contraryLines } from "../../src/report/incident-text.ts";
import { isBadInput } from "../../src/run/bad-input.ts";
import { incidentFile } from "../incident/incident-file.ts";

const page = readFileSync(new URL("../../docs/adding.md", import.meta.url), "utf8");

test("the incident of the page is as it claims", () => {
  const [, lines] = /```yaml\n(title: [^`]*)```/.exec(page)!;
  expect(lines!.trim().split("\n").length).toBeLessThanOrEqual(11);
  const incident = readIncident(incidentFile(lines!));
  if (isBadInput(incident)) throw new Error(incident.sentence);
  const judged = judgeIncident(incident);
  expect(contraryLines([judged])).toEqual([]);
  expect(judged.cases.map(({ outcome }) => outcome.verdict)).toEqual(["unpromised", "held"]);
});
