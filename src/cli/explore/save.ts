/** What an exploration leaves in its folder: a page, tables, and a scenario for every cell that has something to show. */
import { join } from "node:path";
import { rowSeed } from "../../campaign/campaign.ts";
import type { Cell } from "../../durability/cells.ts";
import { type MetricName, metricNames } from "../../durability/metric.ts";
import { commonSpace, variantSide } from "../../durability/variant.ts";
import { pageOf } from "../../report/explore/explore-page.ts";
import { csvOf, markdownOf } from "../../report/explore/explore-text.ts";
import { run } from "../../run/run.ts";
import { saveScenario } from "../../scenario/saved-scenario.ts";
import { writeFileAtomically } from "../../scenario/written-files.ts";
import { drawnAt } from "../../study/counterfactual/drawn.ts";
import { scenarioUnder } from "../../study/counterfactual/rerun.ts";
import { slug } from "../shared/save.ts";
import type { ExplorePlan } from "./plan.ts";
import { assumptions, commandOf, type Explored, exploreReport, firstWords, viewOf } from "./print.ts";

/** Each costs a run: those whose worst run one would want to see. */
const witnessed: readonly MetricName[] = ["lostAcked", "duplicated", "reordered", "unavailableWriteSeconds"];

/** File names below the folder, by cell. */
type Witnesses = ReadonlyMap<Cell, string>;

export function saveWitnesses(plan: ExplorePlan, cells: readonly Cell[]): Witnesses {
  const files = new Map<Cell, string>();
  const spaces = new Map(plan.profiles.map((profile) => [profile, commonSpace(plan.variants, profile)]));
  for (const cell of cells) {
    if (cell.witness === null || !witnessed.includes(cell.metric)) continue;
    const variant = plan.variants[cell.variant]!;
    const seed = rowSeed(plan.head.seed, cell.profile);
    const space = spaces.get(cell.profile)!;
    const drawn = { index: cell.witness, scenario: drawnAt(space, seed, cell.witness) };
    const scenario = scenarioUnder(variantSide(variant), drawn, { space, seed });
    const outcome = run(scenario);
    const shown = outcome.violations.find(({ guarantee }) => guarantee === brokenBy[cell.metric]);
    const file = join("witnesses", `${[variant.label, cell.profile, cell.metric].map(slug).join(".")}.json`);
    saveScenario(join(plan.out, file), scenario, outcome, shown?.fingerprint);
    files.set(cell, file);
  }
  return files;
}

const brokenBy: Readonly<Partial<Record<MetricName, string>>> = {
  lostAcked: "no-acked-loss",
  duplicated: "no-duplicate",
  reordered: "per-key-order",
};

export function saveReports(explored: Explored): void {
  const { out } = explored.plan;
  const view = viewOf(explored);
  const words = firstWords(explored);
  writeFileAtomically(
    join(out, "index.html"),
    pageOf(view, { first: words, assumptions, command: commandOf(explored) }),
  );
  writeFileAtomically(join(out, "table.csv"), csvOf(view));
  writeFileAtomically(join(out, "table.md"), markdownOf(view, metricNames, words));
  writeFileAtomically(join(out, "explore.json"), `${JSON.stringify(exploreReport(explored), null, 2)}\n`);
}
