/** Scenarios that killed a mutant, saved as failures are: with the mutant written into the source, each replays. */
import { join } from "node:path";
import { slug } from "../cli/shared/save.ts";
import { run } from "../run/run.ts";
import { saveScenario } from "../scenario/saved-scenario.ts";
import type { Tried } from "./campaign-stage.ts";

/** The path of the file; null: nothing was killed. Its digest is that of the run without the mutant. */
export function saveKill(out: string, { numbered: { mutant }, kill }: Tried): string | null {
  if (kill === null) return null;
  const name = [mutant.file.replace(/^src\/|\.ts$/g, ""), mutant.line, mutant.start, mutant.change].join("-");
  const file = join(out, "mutants", `${slug(name)}.json`);
  saveScenario(file, kill.scenario, run(kill.scenario));
  return file;
}
