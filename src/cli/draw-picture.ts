/** `--picture`: the story of a run, drawn into a file. */
import { writeFileSync } from "node:fs";
import { picture } from "../report/picture/picture.ts";
import type { Narration } from "../report/tell.ts";
import { BadUsage } from "./bad-usage.ts";

export function drawNarration(path: string, narration: Narration): void {
  const svg = picture(narration);
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
