/** What the command found, kept by release and part: the page is made from it. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../package-root.ts";
import type { Release } from "../releases.ts";

export interface Result {
  /** Of the random conversations; the recorded ones have none. */
  readonly seed: number;
  readonly runs: number;
  readonly answers: number;
  readonly agreeing: number;
}

/** By release, then by part. */
export type Results = Readonly<Partial<Record<Release, Readonly<Record<string, Result>>>>>;

const file = join(packageRoot, "docs", "recorded", "fidelity.json");

export const readResults = (): Results => (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {});

/** In place of what was found for this part before. */
export function keepResult(release: Release, part: string, result: Result): void {
  const before = readResults();
  const kept = { ...before, [release]: { ...before[release], [part]: result } };
  const sorted = Object.fromEntries(Object.entries(kept).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(file, `${JSON.stringify(sorted, null, 2)}\n`);
}
