/** The fixed scenarios; drawn and written down if they are not there. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { gunzipSync, gzipSync } from "node:zlib";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { root } from "../source-files.ts";
import { drawFixedScenarios } from "./draw.ts";

const scenariosFile = `${root}test/fixed-runs/scenarios.jsonl.gz`;

export function fixedScenarios(): readonly Scenario[] {
  if (!existsSync(scenariosFile)) {
    const lines = drawFixedScenarios().map((scenario) => JSON.stringify(scenario));
    writeFileSync(scenariosFile, gzipSync(`${lines.join("\n")}\n`, { level: 9 }));
  }
  const text = gunzipSync(readFileSync(scenariosFile)).toString("utf8");
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}
