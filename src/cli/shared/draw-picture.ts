/** `--picture`: the story of a run, drawn into a file. */
import { picture } from "../../report/picture/picture.ts";
import type { Telling } from "../../report/tell.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import { BadUsage } from "./bad-usage.ts";
import { writeOrRefuse } from "./output.ts";

export function drawTelling(path: string, scenario: Scenario, { violation, story }: Telling): void {
  const svg = violation === null ? "" : picture(scenario, violation, story);
  if (svg === "")
    throw new BadUsage(`--picture ${path}: the run violates nothing of a partition, so there is nothing to draw`);
  writeOrRefuse("--picture", path, svg);
}
