/** What happens in a worker: scenarios are drawn and their runs recorded; a mutant is tried on the runs that it changes. */
import { pathToFileURL } from "node:url";
import {
  type ChunkResult,
  type ChunkTask,
  type InternalFault,
  type RunSummary,
  scenariosOf,
  sentenceOf,
} from "../campaign/chunk.ts";
import { InvariantBroken, invariant } from "../core/invariant.ts";
import { run as asItIs } from "../run/run.ts";
import type { Outcome } from "../scenario/outcome.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { type Recording, switchboard } from "./switchboard.ts";

/** What the bundle exports. */
interface Product {
  readonly run: typeof asItIs;
}

/** A scenario, and what its run executes of the mutants. */
export interface RecordedRun extends Recording {
  readonly index: number;
  readonly scenario: Scenario;
}

export interface DrawnChunk {
  readonly result: ChunkResult;
  readonly recorded: readonly RecordedRun[];
}

/** Anew for each mutant, so that what is evaluated on loading is evaluated with it. */
const load = async (bundle: string, id: number): Promise<Product> =>
  await import(`${pathToFileURL(bundle).href}?mutant=${id}`);

/** Runs that are not as they should be without any mutant are told as faults: they can kill nothing. */
export async function drawRuns({
  bundle,
  task,
}: {
  readonly bundle: string;
  readonly task: ChunkTask;
}): Promise<DrawnChunk> {
  switchboard();
  const { run } = await load(bundle, -1);
  const scenarioOf = scenariosOf(task);
  const runs: RunSummary[] = [];
  const faults: InternalFault[] = [];
  const recorded: RecordedRun[] = [];
  for (let index = task.from; index < task.from + task.count; index++) {
    const scenario = scenarioOf(index);
    try {
      const { result: outcome, ...recording } = switchboard().record(() => run(scenario));
      invariant(
        outcome.digest === asItIs(scenario).digest,
        "a build with mutants, none switched on, runs as the product does",
      );
      runs.push(summaryOf(index, outcome));
      const wrong = whatIsWrong(outcome);
      if (wrong === null) recorded.push({ index, scenario, ...recording });
      else faults.push({ index, scenario, sentence: `unmutated, ${wrong} fails` });
    } catch (error) {
      if (error instanceof InvariantBroken) throw error;
      faults.push({ index, scenario, sentence: sentenceOf(error) });
    }
  }
  return { result: { runs, faults }, recorded };
}

function summaryOf(index: number, outcome: Outcome): RunSummary {
  const { digest, events, virtualMicros, promised, tested, violations, statistics, marks, excused } = outcome;
  return { index, digest, events, virtualMicros, promised, tested, violations, statistics, marks, excused };
}

/** The check that refuses this run; null: none. */
function whatIsWrong({ violations, stop }: Outcome): string | null {
  const broken = violations.find(({ promised }) => promised);
  return broken?.check ?? (stop === "event-limit" ? "event-limit" : null);
}

export interface TrialTask {
  readonly bundle: string;
  readonly id: number;
  readonly runs: readonly { readonly index: number; readonly scenario: Scenario; readonly rounds: number }[];
}

export interface Kill {
  /** A check of the catalogue, or `invariant`, `exception`, `loops`, `event-limit`. */
  readonly check: string;
  readonly sentence: string;
  readonly index: number;
}

/** Ten thousand times as long as any loop of a run needs, yet over in seconds. */
const spareRounds = 30_000_000;

/** Null: it survives all of these runs. In a fresh thread, as its module may be loaded with the mutant switched on. */
export async function tryMutant({ bundle, id, runs }: TrialTask, onRun: () => void): Promise<Kill | null> {
  const board = switchboard();
  board.active = id;
  board.rounds = 0;
  board.mostRounds = spareRounds;
  try {
    const { run } = await load(bundle, id);
    for (const { index, scenario, rounds } of runs) {
      board.rounds = 0;
      board.mostRounds = spareRounds + rounds * 30;
      const kill = tried(() => run(scenario, { untilBroken: true }), index);
      if (kill !== null) return kill;
      onRun();
    }
    return null;
  } catch (error) {
    return { check: nameOf(error), sentence: sentenceOf(error), index: runs[0]?.index ?? 0 };
  } finally {
    board.active = -1;
  }
}

function tried(run: () => Outcome, index: number): Kill | null {
  try {
    const outcome = run();
    const check = whatIsWrong(outcome);
    if (check === null) return null;
    const violation = outcome.violations.find(({ promised }) => promised);
    return { check, sentence: violation?.sentence ?? `no end within ${outcome.events} events`, index };
  } catch (error) {
    return { check: nameOf(error), sentence: sentenceOf(error).split("\n")[0]!, index };
  }
}

function nameOf(error: unknown): string {
  const name = error instanceof Error ? error.name : "";
  if (name === "InvariantBroken") return "invariant";
  return name === "Loops" ? "loops" : "exception";
}
