/** What a nightly campaign keeps of its runs: counts, and of each kind of broken promise the first scenario, saved at once. */
import { join } from "node:path";
import type { CampaignResult, RowResult } from "../../campaign/campaign.ts";
import { failuresFolder } from "../../campaign/corpus.ts";
import { upper95 } from "../../campaign/exact-tests.ts";
import { isTested, judgedGuarantees } from "../../campaign/judgement.ts";
import { addExcused, type ExcusedTotal } from "../../campaign/merge-statistics.ts";
import { anomalies } from "../../check/anomaly.ts";
import { marks } from "../../check/marks.ts";
import { hashText } from "../../core/mix.ts";
import type { ReleaseChange } from "../../kafka/rules/releases/change.ts";
import { mendingText } from "../../report/mending-text.ts";
import type { NightlyReport } from "../../report/nightly-report.ts";
import { run } from "../../run/run.ts";
import { saveScenario } from "../../scenario/saved-scenario.ts";
import { mendedFirstBy } from "../../study/mended-by.ts";
import { slug } from "../shared/save.ts";

type Found = NightlyReport["violations"][number];
type Known = NightlyReport["known"][number];
type Broken = RowResult["runs"][number]["violations"][number];

export class NightlyTally {
  readonly #out: string;
  readonly #marks = new Map(marks.map(({ name }) => [name, 0]));
  readonly #excused = new Map<string, ExcusedTotal>(anomalies.map(({ name }) => [name, { times: 0, runs: 0 }]));
  readonly #tested = new Map(judgedGuarantees.map((name) => [name, 0]));
  readonly #found = new Map<string, Found>();
  /** By kind and change. */
  readonly #known = new Map<string, Known>();
  /** By kind: the changes that mended it in a run before. */
  readonly #likely = new Map<string, Set<ReleaseChange>>();
  readonly #faults: string[] = [];
  /** Null among them: a campaign that did not come to its end. */
  readonly #digests: (string | null)[] = [];
  runs = 0;
  #events = 0;
  #micros = 0;
  #broken = 0;

  constructor(out: string) {
    this.#out = out;
  }

  add({ rows, faults, digest }: CampaignResult): void {
    for (const row of rows) for (const one of row.runs) this.#addRun(row, one);
    for (const { index, sentence } of faults) this.#faults.push(`run ${index}: ${sentence}`);
    this.#digests.push(digest);
  }

  progress(): { readonly done: number; readonly events: number; readonly broken: number } {
    return { done: this.runs, events: this.#events, broken: this.#broken };
  }

  report(startedMs: number): Omit<NightlyReport, "command" | "version" | "seed" | "strategy" | "rules"> {
    return {
      runs: this.runs,
      events: this.#events,
      virtualSeconds: this.#micros / 1e6,
      wallSeconds: (Date.now() - startedMs) / 1000,
      digest: this.#digest(),
      upper95: this.runs === 0 ? 1 : upper95(this.#broken, this.runs),
      violations: [...this.#found.values()],
      tested: Object.fromEntries(this.#tested),
      known: [...this.#known.values()],
      marks: Object.fromEntries(this.#marks),
      excused: Object.fromEntries(this.#excused),
      faults: this.#faults,
    };
  }

  /** Of one campaign its own; of several one over all; null if any was cut short. */
  #digest(): string | null {
    if (this.#digests.includes(null)) return null;
    const [first = null, ...more] = this.#digests;
    return more.length === 0 ? first : (hashText(this.#digests.join()) >>> 0).toString(16);
  }

  #addRun(row: RowResult, one: RowResult["runs"][number]): void {
    this.runs += 1;
    this.#events += one.events;
    this.#micros += one.virtualMicros;
    for (const mark of one.marks) this.#marks.set(mark, (this.#marks.get(mark) ?? 0) + 1);
    for (const [name, runs] of this.#tested) if (isTested(one, name)) this.#tested.set(name, runs + 1);
    addExcused(this.#excused, one.excused);
    const broken = one.violations.filter((each) => each.promised && !this.#isKnown(row, one.index, each));
    if (broken.length > 0) this.#broken += 1;
    for (const each of broken) {
      const key = each.fingerprint;
      this.#found.set(key, this.#counted(this.#found.get(key), key, row, one.index, each));
    }
  }

  /** Does one change of a later Kafka mend it? Then it is counted with that change. */
  #isKnown(row: RowResult, index: number, each: Broken): boolean {
    const { fingerprint } = each;
    const likely = this.#likely.get(fingerprint) ?? new Set();
    const mending = mendedFirstBy(row.scenarioOf(index), fingerprint, [...likely]);
    if (mending === null) return false;
    this.#likely.set(fingerprint, likely.add(mending.change));
    const key = `${fingerprint} ${mending.change.name}`;
    const known = this.#counted(this.#known.get(key), key, row, index, each);
    this.#known.set(key, { ...known, mendedBy: mendingText(mending) });
    return true;
  }

  #counted(before: Found | undefined, key: string, row: RowResult, index: number, each: Broken): Found {
    if (before !== undefined) return { ...before, runs: before.runs + 1 };
    const { check, guarantee, fingerprint, sentence } = each;
    return { check, guarantee, fingerprint, sentence, scenario: this.#save(row, index, fingerprint, key), runs: 1 };
  }

  /** As it was found: `shrink` makes it small. */
  #save(row: RowResult, index: number, fingerprint: string, key: string): string {
    const scenario = row.scenarioOf(index);
    const file = join(failuresFolder(this.#out), `nightly.${scenario.rules}.${slug(key)}.json`);
    saveScenario(file, scenario, run(scenario), fingerprint);
    return file;
  }
}
