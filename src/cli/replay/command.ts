/** `kafka-trial replay`: one scenario again: the same verdict, the same digest, and the story. */
import { closeSync, openSync, writeSync } from "node:fs";
import pc from "picocolors";
import { spaceOf } from "../../arbitrary/space-of.ts";
import { rowSeed } from "../../campaign/campaign.ts";
import { drawAgain } from "../../campaign/draw-again.ts";
import { profileNames } from "../../chaos/fault-kinds.ts";
import { historyLines } from "../../history-file/export-history.ts";
import { kafka4 } from "../../kafka/rules/rules.ts";
import { mendingText } from "../../report/mending-text.ts";
import type { ReplayReport } from "../../report/run-report.ts";
import { controlPlaneOf, scopeLines } from "../../report/scope-text.ts";
import { lineText } from "../../report/story/story.ts";
import { type Narration, tell } from "../../report/tell.ts";
import type { TraceLine } from "../../run/run.ts";
import { isBadInput } from "../../scenario/bad-input.ts";
import { loadScenario, type SavedScenario } from "../../scenario/saved-scenario.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import { defaultStrategy } from "../../strategy/names.ts";
import { mendedBy } from "../../study/mended-by.ts";
import { BadUsage, refuse } from "../shared/bad-usage.ts";
import { configurationsOf, profilesOf, rulesOf } from "../shared/cluster.ts";
import { drawNarration } from "../shared/draw-picture.ts";
import { exitCode } from "../shared/exit-code.ts";
import { namesAndFiles } from "../shared/options.ts";
import { print, writeOrRefuse } from "../shared/output.ts";
import type { ReplayOptions } from "./syntax.ts";

export function replayCommand(files: readonly string[], options: ReplayOptions): number {
  const saved = scenarioOf(files, options);
  const trace = options.trace === undefined ? null : openTrace(options.trace);
  const narration = tell(saved.scenario, {
    fingerprint: saved.shown?.fingerprint ?? null,
    ...(trace === null ? {} : { trace: trace.write }),
  });
  trace?.close();
  if (options.picture !== undefined) drawNarration(options.picture, narration);
  if (options.history !== undefined) {
    writeOrRefuse("--history", options.history, `${historyLines(saved.scenario).join("\n")}\n`);
  }
  const report = reportOf(saved.scenario, narration);
  print(
    options.json,
    () => report,
    () => textOf(saved, report),
  );
  return report.verdict === "violated" ? exitCode.violated : exitCode.held;
}

function scenarioOf(words: readonly string[], options: ReplayOptions): SavedScenario {
  const profile = namesAndFiles(options.profile, profileNames);
  const files = [...words, ...profile.files];
  if (options.seed === undefined && options.run === undefined) {
    if (files.length !== 1)
      throw new BadUsage("replay takes one scenario file, or --seed and --run with configuration files");
    refuseCampaignFlags({ ...options, profile: profile.names });
    const saved = loadScenario(files[0]!);
    return isBadInput(saved) ? refuse(saved) : saved;
  }
  if (options.seed === undefined || options.run === undefined) {
    throw new BadUsage("--seed and --run belong together: the seed of the campaign and the number of the run in it");
  }
  if (profile.names.length === 0) throw new BadUsage("--run needs --profile: runs are numbered within a profile");
  const profiles = profilesOf(profile.names, false);
  if (profiles.length !== 1) throw new BadUsage("--run needs one --profile: runs are numbered within a profile");
  const configurations = configurationsOf(files, options);
  if (configurations.length !== 1) throw new BadUsage("--run needs the files of exactly one configuration");
  const space = spaceOf(configurations[0]!, profiles[0]!, rulesOf(options, configurations[0]!.version));
  const strategy = options.strategy ?? defaultStrategy;
  const scenario = drawAgain(strategy, space, rowSeed(options.seed, profiles[0]!), options.run);
  return { scenario, shown: null, edited: false, otherSchedule: false };
}

/** A scenario file says all of that itself. */
function refuseCampaignFlags(options: ReplayOptions): void {
  const { set, profile, brokers, partitions, racks, rules, defect, strategy, kafkaVersion } = options;
  const cluster = { set, profile, brokers, partitions, racks, "kafka-version": kafkaVersion };
  const given = Object.entries({ ...cluster, rules, defect, strategy }).find(
    ([, value]) => value !== undefined && (!Array.isArray(value) || value.length > 0),
  );
  if (given !== undefined)
    throw new BadUsage(
      `--${given[0]} goes with --seed and --run; a scenario file has its own cluster, rules and faults`,
    );
}

function openTrace(path: string): { write(line: TraceLine): void; close(): void } {
  let file: number;
  try {
    file = openSync(path, "w");
  } catch (error) {
    throw new BadUsage(`--trace ${path}: ${error instanceof Error ? error.message : "cannot be written"}`);
  }
  return {
    write: (line) => {
      writeSync(file, `${JSON.stringify(line)}\n`);
    },
    close: () => closeSync(file),
  };
}

function reportOf(scenario: Scenario, { outcome, story }: Narration): ReplayReport {
  const { rules } = scenario;
  return {
    rules,
    controlPlane: controlPlaneOf(rules),
    verdict: outcome.verdict,
    digest: outcome.digest,
    violations: outcome.violations.map(({ check, guarantee, fingerprint, sentence, promised, event, atMicros }) => ({
      check,
      guarantee,
      fingerprint,
      sentence,
      promised,
      event,
      atMicros,
      mendedBy: mendedBy(scenario, fingerprint).map(mendingText),
    })),
    excused: outcome.excused,
    story: story.map(lineText),
    events: outcome.events,
    virtualSeconds: outcome.virtualMicros / 1e6,
  };
}

function textOf(saved: SavedScenario, report: ReplayReport): string {
  const colour = report.verdict === "violated" ? pc.red : report.verdict === "held" ? pc.green : pc.yellow;
  return [
    ...savedLines(saved, report),
    ...(report.story.length > 0 ? [pc.bold("Story"), ...report.story] : []),
    ...report.violations.flatMap((violation) => [
      `${violation.promised ? "violated" : "not promised"}: ${violation.guarantee} (${violation.check}): ${violation.sentence}`,
      ...violation.mendedBy.map((mending) => `  ${mending}`),
    ]),
    `${colour(report.verdict)}; digest ${report.digest}; ${report.events} events, ${report.virtualSeconds.toFixed(3)} virtual seconds`,
    ...(report.rules === kafka4.name ? [] : [`rules: ${report.rules} (kafka-trial explain ${report.rules})`]),
    ...scopeLines.map((line) => pc.dim(line)),
  ].join("\n");
}

function savedLines(saved: SavedScenario, report: ReplayReport): readonly string[] {
  if (saved.shown === null) return [];
  if (saved.edited) return [pc.yellow("This scenario was edited by hand: it is no longer the one that was saved.")];
  if (saved.shown.digest === report.digest) return ["The same run as when it was saved (same digest)."];
  const why = saved.otherSchedule ? "it was saved under another schedule version" : "the program has changed since";
  return [pc.yellow(`Not the same run as when it was saved (digest ${saved.shown.digest}): ${why}.`)];
}
