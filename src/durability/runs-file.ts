/**
 * The runs of an exploration in a file, one a line, written as they come: what is there when it ends early is kept, and the next
 * exploration in the same folder goes on. The first line says what was explored.
 */
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import { type ProfileName, profileNames } from "../chaos/fault-kinds.ts";
import { writeFileAtomically } from "../scenario/written-files.ts";
import type { ExploredRun, ProfileResult } from "./exploration.ts";
import { metricNames } from "./metric.ts";

const headShape = z.strictObject({
  version: z.string(),
  seed: z.string(),
  /** Over everything that decides what a run shows. */
  matrix: z.string(),
  metrics: z.array(z.string()),
});

export type RunsHead = z.infer<typeof headShape>;

const lineShape = z.strictObject({
  profile: z.enum(profileNames),
  index: z.number().int().nonnegative(),
  digests: z.array(z.string()),
  amounts: z.array(z.array(z.number())),
});

export interface KeptRuns {
  readonly head: RunsHead;
  readonly profiles: readonly ProfileResult[];
}

/** Null: there is no such file. A sentence: it is none of ours. A last line that a kill cut short is left out. */
export function readRuns(path: string): KeptRuns | string | null {
  if (!existsSync(path)) return null;
  const [first = "", ...lines] = readFileSync(path, "utf8").split("\n");
  const head = parsed(first, headShape);
  if (head === null)
    return `${path}, line 1: found ${JSON.stringify(first.slice(0, 40))}; expected the head of an exploration`;
  const byProfile = new Map<ProfileName, ExploredRun[]>();
  for (const [i, line] of lines.entries()) {
    if (line === "") continue;
    const run = parsed(line, lineShape);
    if (run === null && i < lines.length - 1) return `${path}, line ${i + 2}: expected one run of an exploration`;
    if (run === null) continue;
    const { profile, ...rest } = run;
    const runs = byProfile.get(profile);
    if (runs === undefined) byProfile.set(profile, [rest]);
    else runs.push(rest);
  }
  return { head, profiles: [...byProfile].map(([profile, runs]) => ({ profile, runs })) };
}

function parsed<T>(line: string, shape: z.ZodType<T>): T | null {
  try {
    return shape.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}

export const headOf = (head: Omit<RunsHead, "metrics">): RunsHead => ({ ...head, metrics: [...metricNames] });

/** The file anew, with whole lines only. */
export function beginRuns(path: string, head: RunsHead, profiles: readonly ProfileResult[]): void {
  const lines = profiles.flatMap(({ profile, runs }) => runs.map((run) => lineOf(profile, run)));
  writeFileAtomically(path, `${[JSON.stringify(head), ...lines].join("\n")}\n`);
}

export const addRun = (path: string, profile: ProfileName, run: ExploredRun): void =>
  appendFileSync(path, `${lineOf(profile, run)}\n`);

const lineOf = (profile: ProfileName, run: ExploredRun): string => JSON.stringify({ profile, ...run });
