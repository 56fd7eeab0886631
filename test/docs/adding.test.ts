/** The lines of docs/adding.md do what the page says. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { judgeIncident } from "../../src/incident/judge-incident.ts";
import { readIncident } from "../../src/incident/read-incident.ts";
import { contraryLines } from "../../src/report/incident-report.ts";
import { isBadInput } from "../../src/scenario/bad-input.ts";
import { incidentFile } from "../incident/incident-file.ts";
import { scratch } from "../scratch.ts";

/** Test files share their modules: the others shall not see the defect of the page. */
afterAll(() => {
  vi.doUnmock("../../src/kafka/rules/defects.ts");
  vi.resetModules();
});

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

test("the defect of the page is found by a campaign that gets it as a black box", async () => {
  const [, row] = /```json\n([^`]*)```/.exec(page)!;
  const [, line] = /```ts\n([^`]*)```/.exec(page)!;
  expect(`${row}${line}`.trim().split("\n").length).toBeLessThanOrEqual(11);
  const file = join(scratch(), "x-01.ts");
  writeFileSync(file, `export const decisions = { ${line} };\n`);
  const { decisions } = await import(/* @vite-ignore */ file);
  vi.doMock("../../src/kafka/rules/defects.ts", async (original) => {
    const { defects, plant } = await original<typeof import("../../src/kafka/rules/defects.ts")>();
    const [[id, about]] = Object.entries<Parameters<typeof plant>[1]>(JSON.parse(`{${row}}`)) as [[string, never]];
    return { defects: [...defects, plant(id, about, decisions[id])] };
  });
  vi.resetModules();
  const { hunt } = await import("../../src/study/hunt/hunt.ts");
  const { propertySpace } = await import("../../src/arbitrary/space.ts");
  const space = propertySpace("X-01");
  const { found } = hunt({ kind: "hunt", space, strategy: "portfolio", seed: "adding", cap: 300 });
  expect(found?.scenario.rules).toBe("X-01");
  expect(found?.check).toMatch(/strong-isr|weak-isr|valid-high-watermark|acked-not-lost/);
});
