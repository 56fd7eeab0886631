/** `npm run fidelity`: a released Kafka, fetched and started here, beside the model. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BadUsage, printBadUsage } from "../src/cli/shared/bad-usage.ts";
import { exitCode } from "../src/cli/shared/exit-code.ts";
import { type FidelityOptions, optionsOf } from "./options.ts";
import { packageRoot } from "./package-root.ts";
import { fidelityPage } from "./page/page.ts";
import { keepResult, readResults } from "./page/results.ts";
import { install } from "./real/installation.ts";
import { missingTools, skipLine } from "./real/tools.ts";
import { runTier } from "./tiers.ts";

/** Resolves to the exit code: 0 all agree or nothing was done, 1 something differs, 2 bad options. */
export async function fidelity(
  words: readonly string[],
  print: (line: string) => void,
  lookForTools: () => Promise<readonly string[]> = missingTools,
): Promise<number> {
  let options: FidelityOptions | null;
  try {
    options = optionsOf(words);
  } catch (error) {
    if (error instanceof BadUsage) return printBadUsage(error);
    throw error;
  }
  if (options === null) return exitCode.held;
  if (options.page) {
    writeFileSync(
      join(packageRoot, "docs", "fidelity.md"),
      fidelityPage(readResults(), readFileSync(join(packageRoot, "docs", "protocol.md"), "utf8")),
    );
    return exitCode.held;
  }
  const missing = await lookForTools();
  if (missing.length > 0) {
    print(skipLine(missing));
    return exitCode.held;
  }
  return compare(options, print);
}

async function compare({ release, only, runs, seed, write, keep }: FidelityOptions, print: (line: string) => void) {
  const installation = await install(release);
  let code: number = exitCode.held;
  for (const name of only) {
    const began = Date.now();
    const { answers, agreeing, differences } = await runTier(name, { release, installation, runs, seed, write, print });
    const seconds = ((Date.now() - began) / 1000).toFixed(0);
    for (const difference of differences) print(difference);
    print(`${release} ${name}: ${agreeing} of ${answers} answers agree (seed ${seed}, ${seconds} s)`);
    if (keep && answers > 0) keepResult(release, name, { seed, runs, answers, agreeing });
    if (differences.length > 0) code = exitCode.violated;
  }
  return code;
}
