/** A sample goes through the stages: what was judged by hand, the campaign, the property suite, the tests of the rooms. */
import type { Stop } from "../cli/shared/interrupt.ts";
import { progressPrinter } from "../report/progress.ts";
import { type CampaignShape, drawCampaign, type Tried, tryAll } from "./campaign-stage.ts";
import type { Numbered } from "./instrument.ts";
import { judged } from "./judged.ts";
import { keyOf } from "./mutant.ts";
import { type Fate, type MutantOutcome, type MutantRow, rowOf } from "./mutation-report.ts";
import { saveKill } from "./save-kill.ts";
import { propertyFiles, recordReach, roomTests, trySuite } from "./suite-stage.ts";
import type { Failure } from "./suite-task.ts";

interface StagesShape extends CampaignShape {
  readonly root: string;
  /** For what is needed until the end only. */
  readonly folder: string;
  /** For scenarios that killed. */
  readonly out: string;
  readonly properties: boolean;
  readonly tests?: boolean;
}

interface StagesResult {
  readonly mutants: readonly MutantRow[];
  readonly unfit: number;
  readonly stages: string[];
}

export async function tryStages(numbered: readonly Numbered[], shape: StagesShape, stop: Stop): Promise<StagesResult> {
  const table = new Table(numbered);
  table.judge();
  say(`${numbered.length} mutants, drawing ${shape.runs} runs`);
  const unfit = await campaignStage(table, shape, stop);
  const stages = ["campaign"];
  if (shape.properties && !stop.requested) {
    stages.push("properties");
    await suiteStage(table, shape, { files: propertyFiles(shape.root), killed: "killed-by-property" }, stop);
  }
  if (shape.tests === true && !stop.requested) {
    stages.push("tests");
    await suiteStage(table, shape, { files: roomTests(shape.root), killed: "killed-by-test" }, stop);
  }
  return { mutants: table.rows(), unfit, stages };
}

const say = (text: string): boolean => process.stderr.write(`${text}\n`);

/** What is known of each mutant so far. */
class Table {
  readonly #numbered: readonly Numbered[];
  readonly #rows = new Map<number, MutantRow>();

  constructor(numbered: readonly Numbered[]) {
    this.#numbered = numbered;
  }

  judge(): void {
    const known = new Map(judged.map((one) => [keyOf({ nth: 0, ...one }), one]));
    for (const { id, mutant } of this.#numbered) {
      const one = known.get(keyOf(mutant));
      const fate = { check: null, run: null, scenario: null, differs: 0 };
      if (one !== undefined) this.#rows.set(id, rowOf(mutant, { ...fate, outcome: one.verdict, reason: one.reason }));
    }
  }

  /** Those of which nothing is known yet. */
  unknown(): readonly Numbered[] {
    return this.#numbered.filter(({ id }) => !this.#rows.has(id));
  }

  alive(): readonly Numbered[] {
    const outcomes: readonly MutantOutcome[] = ["survived", "unmet", "unreached"];
    return this.#numbered.filter(({ id }) => outcomes.includes(this.#rows.get(id)?.outcome ?? "killed"));
  }

  set({ id, mutant }: Numbered, fate: Fate): void {
    this.#rows.set(id, rowOf(mutant, fate));
    const { place, change, outcome, check } = this.#rows.get(id)!;
    say(`${this.#rows.size} of ${this.#numbered.length}  ${place} ${change}: ${check ?? outcome}`);
  }

  of(id: number): MutantRow {
    return this.#rows.get(id)!;
  }

  rows(): readonly MutantRow[] {
    return [...this.#rows].sort(([a], [b]) => a - b).map(([, row]) => row);
  }
}

/** How many runs were unfit. */
async function campaignStage(table: Table, shape: StagesShape, stop: Stop): Promise<number> {
  const printer = progressPrinter(shape.runs, null);
  const drawn = await drawCampaign(shape, (progress) => printer.update(progress), stop);
  printer.stop();
  const note = (tried: Tried): void =>
    table.set(tried.numbered, { ...fateOf(tried), scenario: saveKill(shape.out, tried) });
  await tryAll(table.unknown(), drawn, shape, note, stop);
  return drawn.faults.length;
}

function fateOf({ kill, executed, different: differs }: Tried): Omit<Fate, "scenario"> {
  if (kill !== null) return { outcome: "killed", check: kill.check, run: kill.index, differs, reason: kill.sentence };
  const outcome = differs > 0 ? "survived" : executed > 0 ? "unmet" : "unreached";
  return { outcome, check: null, run: null, differs, reason: null };
}

interface Suite {
  readonly files: readonly string[];
  readonly killed: MutantOutcome;
}

async function suiteStage(table: Table, shape: StagesShape, { files, killed }: Suite, stop: Stop): Promise<void> {
  const alive = table.alive();
  if (alive.length === 0) return;
  say(`${alive.length} mutants are left for ${files.length} files of tests`);
  const suite = { ...shape, files, mutants: alive };
  const reach = await recordReach(suite, stop);
  const note = (numbered: Numbered, failure: Failure | null): void => {
    if (failure === null) return;
    const outcome = failure.isVacuous ? "killed-by-vacuity-guard" : killed;
    const { differs } = table.of(numbered.id);
    const { test: check, sentence: reason } = failure;
    table.set(numbered, { outcome, check, run: null, scenario: null, differs, reason });
  };
  await trySuite(alive, suite, reach, note, stop);
}
