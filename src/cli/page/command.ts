/** `kafka-trial page`: a run, with the simulator itself, as one HTML file. */
import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { spaceOf } from "../../arbitrary/space-of.ts";
import { documentOf } from "../../page/document.ts";
import { isBadInput } from "../../scenario/bad-input.ts";
import { loadScenario } from "../../scenario/saved-scenario.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import { drawnAt } from "../../study/counterfactual/drawn.ts";
import { BadUsage, refuse } from "../shared/bad-usage.ts";
import { configurationsOf, profilesOf, rulesOf } from "../shared/cluster.ts";
import { exitCode } from "../shared/exit-code.ts";
import { refuseUnwritable, writeOutput } from "../shared/output.ts";
import type { PageOptions } from "./syntax.ts";

/** The laboratory as the build made it. */
const bundle = fileURLToPath(new URL("../../../dist/page/laboratory.js", import.meta.url));

interface Subject {
  readonly title: string;
  readonly scenario: Scenario;
  readonly fingerprint: string | null;
  readonly out: string;
}

export function pageCommand(files: readonly string[], options: PageOptions): number {
  const subject = subjectOf(files, options);
  const out = options.out ?? subject.out;
  refuseUnwritable("--out", out);
  if (!existsSync(bundle)) throw new BadUsage("the page needs the built package: npm run build makes it");
  writeOutput(out, documentOf({ ...subject, script: readFileSync(bundle, "utf8") }));
  process.stdout.write(`${out}\n`);
  return exitCode.held;
}

function subjectOf(files: readonly string[], options: PageOptions): Subject {
  const [file] = files;
  if (files.length === 1 && file!.endsWith(".json") && isScenario(file!)) {
    const saved = loadScenario(file!);
    if (isBadInput(saved)) return refuse(saved);
    const { scenario, shown } = saved;
    const out = file!.replace(/\.json$/, ".html");
    return { title: basename(file!, ".json"), scenario, fingerprint: shown?.fingerprint ?? null, out };
  }
  const configurations = configurationsOf(files, options);
  const [configuration] = configurations;
  if (configuration === undefined || configurations.length > 1) {
    const names = configurations.map(({ name }) => name).join(", ");
    throw new BadUsage(`the files name several clusters (${names}); a page shows one`);
  }
  const [profile = "process-crash"] = profilesOf(options.profile, true);
  const space = spaceOf(configuration, profile, rulesOf(options, configuration.version));
  return {
    title: configuration.name,
    scenario: { ...drawnAt(space, "page", 0), faults: [] },
    fingerprint: null,
    out: "cluster.html",
  };
}

/** Other JSON files are options of clients. */
function isScenario(file: string): boolean {
  if (!existsSync(file)) return true;
  return /"(?:kafkaTrial|cluster)"\s*:/.test(readFileSync(file, "utf8"));
}
