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
import { stopOnInterrupt } from "../cli/shared/interrupt.ts";
import { print } from "../cli/shared/output.ts";
import { buildMutants } from "./build.ts";
import { placeText } from "./mutant.ts";
import { mutationReport } from "./mutation-report.ts";
import { mutationText } from "./mutation-text.ts";
import { mutantsOf } from "./places.ts";
import { sampled } from "./sample.ts";
import { root, sourcesIn } from "./scope.ts";
import { tryStages } from "./stages.ts";
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
    const bundle = join(folder, "product.mjs");
    await buildMutants(root, entry, numbered, bundle);
    const tried = await tryStages(numbered, { ...options, bundle, folder, root }, stop);
    const report = mutationReport({
      ...tried,
      seed: options.seed,
      paths: [...paths],
      runs: options.runs,
      mutableLines: new Set(mutants.map(placeText)).size,
    });
    print(
      options.json,
      () => report,
      () => mutationText(report),
    );
    return stop.requested ? exitCode.interrupted : exitCode.held;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
