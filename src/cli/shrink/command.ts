/** `kafka-trial shrink`: a failing scenario made smaller; every improvement is saved at once. */

import type { ShrinkReport } from "../../report/run-report.ts";
import { run } from "../../run/run.ts";
import { isBadInput } from "../../scenario/bad-input.ts";
import { loadScenario, saveScenario } from "../../scenario/saved-scenario.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import { shrinkScenario } from "../../shrink/shrink.ts";
import { BadUsage, refuse } from "../shared/bad-usage.ts";
import { exitCode } from "../shared/exit-code.ts";
import { print, refuseUnwritable } from "../shared/output.ts";
import type { ShrinkOptions } from "./syntax.ts";

export function shrinkCommand(file: string, options: ShrinkOptions): number {
  const saved = loadScenario(file);
  if (isBadInput(saved)) return refuse(saved);
  const out =
    options.out ?? (file === "-" ? "shrunk.small.json" : `${file.replace(/(\.small)?\.json$/, "")}.small.json`);
  refuseUnwritable("--out", out);
  const first = run(saved.scenario);
  const failure =
    first.violations.find((violation) => violation.fingerprint === saved.shown?.fingerprint) ??
    first.violations.find((violation) => violation.promised) ??
    first.violations[0];
  if (failure === undefined) {
    throw new BadUsage(`${file} violates nothing (verdict held); expected a scenario that fails`);
  }
  const task = {
    kind: "shrink",
    scenario: saved.scenario,
    fingerprint: failure.fingerprint,
    maxRuns: options.runs ?? 600,
  } as const;
  const save = (scenario: Scenario): void => saveScenario(out, scenario, run(scenario), failure.fingerprint);
  const result = shrinkScenario(task, save);
  saveScenario(out, result.scenario, result.outcome, failure.fingerprint);
  const report: ShrinkReport = {
    file: out,
    fingerprint: failure.fingerprint,
    executions: result.runs,
    before: sizeOf(saved.scenario),
    after: sizeOf(result.scenario),
  };
  print(
    options.json,
    () => report,
    () => textOf(report),
  );
  return exitCode.held;
}

type Size = ShrinkReport["before"];

function sizeOf(scenario: Scenario): Size {
  const { producers, consumers } = scenario.workload;
  const { min, max, stragglers } = scenario.cluster.latencyMicros;
  const spread = max > min || stragglers !== undefined;
  return {
    faults: scenario.faults.length,
    clients: producers.length + consumers.length,
    records: producers.reduce((sum, producer) => sum + producer.records, 0),
    brokers: scenario.cluster.brokers,
    reorderings: spread ? Object.keys(scenario.overrides).length : 0,
  };
}

const sizeText = (size: Size): string =>
  `${size.faults} faults, ${size.clients} clients, ${size.records} records, ${size.brokers} brokers`;

const textOf = ({ file, fingerprint, executions, before, after }: ShrinkReport): string =>
  `${fingerprint}\n${sizeText(before)} -> ${sizeText(after)} in ${executions} executions\nkafka-trial replay ${file}`;
