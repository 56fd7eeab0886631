/**
 * `npm run mutate`: is every decision of the protocol code watched by somebody?
 *
 *   sources --> mutants --> sample --> one build with all of them --> runs drawn and recorded once
 *                                        each mutant, on the runs that it changes --> killed, or the property suite next
 *
 * Why not Stryker, which mutates TypeScript well: it asks a test runner which tests fail. Here the judge is a campaign: some
 * hundred drawn scenarios, of which a mutant is tried on those alone in which it makes a difference, with a bound on
 * events instead of seconds, and a scenario to replay for each kill. As one vitest test a campaign would be tried whole on
 * every mutant, and as one test per scenario it would be drawn again for each.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BadUsage } from "../cli/shared/bad-usage.ts";
import { exitCode } from "../cli/shared/exit-code.ts";
import { type Stop, stopOnInterrupt } from "../cli/shared/interrupt.ts";
import { print } from "../cli/shared/output.ts";
import { progressPrinter } from "../report/progress.ts";
import { buildMutants } from "./build.ts";
import { type CampaignShape, drawCampaign, type Tried, tryAll } from "./campaign-stage.ts";
import type { Numbered } from "./instrument.ts";
import { judged } from "./judged.ts";
import { keyOf, placeText } from "./mutant.ts";
import { type Fate, type MutantRow, type MutationReport, mutationReport, rowOf } from "./mutation-report.ts";
import { mutationText } from "./mutation-text.ts";
import { mutantsOf } from "./places.ts";
import { sampled } from "./sample.ts";
import { saveKill } from "./save-kill.ts";
import { root, sourcesIn } from "./scope.ts";
import type { MutateOptions } from "./syntax-of-command.ts";

/** What a scenario is run by. */
const entry = "src/run/run.ts";

export async function mutateCommand(paths: readonly string[], options: MutateOptions): Promise<number> {
  const mutants = sourcesIn(paths).flatMap(({ file, text }) => mutantsOf(file, text));
  if (mutants.length === 0) throw new BadUsage(`nothing can be mutated in ${paths.join(", ")}`);
  const numbered = sampled(mutants, options.sample, options.seed).map((mutant, id) => ({ id, mutant }));
  const stop = stopOnInterrupt();
  const folder = mkdtempSync(join(tmpdir(), "kafka-trial-mutants-"));
  try {
    const shape = { bundle: join(folder, "product.mjs"), ...options };
    await buildMutants(root, entry, numbered, shape.bundle);
    const { rows, unfit } = await tryStages(numbered, shape, options, stop);
    const report = mutationReport({
      seed: options.seed,
      paths: [...paths],
      runs: options.runs,
      unfit,
      mutableLines: new Set(mutants.map(placeText)).size,
      stages: ["campaign"],
      mutants: rows,
    });
    return told(report, options, stop);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function told(report: MutationReport, options: MutateOptions, stop: Stop): number {
  print(
    options.json,
    () => report,
    () => mutationText(report),
  );
  return stop.requested ? exitCode.interrupted : exitCode.held;
}

async function tryStages(
  numbered: readonly Numbered[],
  shape: CampaignShape,
  { out, runs }: MutateOptions,
  stop: Stop,
): Promise<{ readonly rows: readonly MutantRow[]; readonly unfit: number }> {
  const say = (text: string): boolean => process.stderr.write(`${text}\n`);
  const known = new Map(judged.map((one) => [keyOf({ nth: 0, ...one }), one]));
  const rows = new Map<number, MutantRow>();
  for (const { id, mutant } of numbered) {
    const one = known.get(keyOf(mutant));
    if (one === undefined) continue;
    const none = { check: null, run: null, scenario: null, differs: 0 };
    rows.set(id, rowOf(mutant, { outcome: one.verdict, reason: one.reason, ...none }));
  }
  say(`${numbered.length} mutants, drawing ${runs} runs`);
  const printer = progressPrinter(runs, null);
  const drawn = await drawCampaign(shape, (progress) => printer.update(progress), stop);
  printer.stop();
  const open = numbered.filter(({ id }) => !rows.has(id));
  const note = (tried: Tried): void => {
    const row = rowOf(tried.numbered.mutant, { ...fateOf(tried), scenario: saveKill(out, tried) });
    rows.set(tried.numbered.id, row);
    say(`${rows.size} of ${numbered.length}  ${row.place} ${row.change}: ${row.check ?? row.outcome}`);
  };
  await tryAll(open, drawn, shape, note, stop);
  const inOrder = [...rows].sort(([a], [b]) => a - b).map(([, row]) => row);
  return { rows: inOrder, unfit: drawn.faults.length };
}

function fateOf({ kill, executed, different }: Tried): Omit<Fate, "scenario"> {
  if (kill !== null)
    return { outcome: "killed", check: kill.check, run: kill.index, differs: different, reason: kill.sentence };
  const outcome = different > 0 ? "survived" : executed > 0 ? "unmet" : "unreached";
  return { outcome, check: null, run: null, differs: different, reason: null };
}
