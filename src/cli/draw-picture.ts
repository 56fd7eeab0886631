/** `--picture`: the story of a run, drawn into a file. */
import { writeFileSync } from "node:fs";
import { picture } from "../report/picture/picture.ts";
import type { Telling } from "../report/tell.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { BadUsage } from "./bad-usage.ts";

export function drawTelling(path: string, scenario: Scenario, { violation, story }: Telling): void {
  const svg = violation === null ? "" : picture(scenario, violation, story);
  if (svg === "")
    throw new BadUsage(`--picture ${path}: the run violates nothing of a partition, so there is nothing to draw`);
  writeOrRefuse("--picture", path, svg);
}

export function writeOrRefuse(flag: string, path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new BadUsage(`${flag} ${path}: ${error instanceof Error ? error.message : "cannot be written"}`);
  }
}
