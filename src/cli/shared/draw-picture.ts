/** `--picture`: the story of a run, drawn into a file. */
import { picture } from "../../report/picture/picture.ts";
import type { Narration } from "../../report/tell.ts";
import { BadUsage } from "./bad-usage.ts";
import { writeOrRefuse } from "./output.ts";

export function drawNarration(path: string, narration: Narration): void {
  const svg = picture(narration);
  if (svg === "")
    throw new BadUsage(`--picture ${path}: the run violates nothing of a partition, so there is nothing to draw`);
  writeOrRefuse("--picture", path, svg);
}
