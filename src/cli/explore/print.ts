/** Prints what an exploration came to: what dominates what, two tables, where the rest is; or one JSON object. */
import { join } from "node:path";
import pc from "picocolors";
import { digestOf } from "../../campaign/campaign.ts";
import { type Assertion, assertedValue, failures } from "../../durability/assertion.ts";
import type { Cell } from "../../durability/cells.ts";
import type { Dominance } from "../../durability/dominance.ts";
import type { ExplorationResult } from "../../durability/exploration.ts";
import { commandOfQuestion, question } from "../../durability/question.ts";
import { dominanceSentence, type ExplorationView } from "../../report/explore/exploration-view.ts";
import type { ExploreReport } from "../../report/explore/explore-report.ts";
import { metricHead, metricTables, shownMetrics } from "../../report/explore/explore-text.ts";
import { scopeLines } from "../../report/scope-text.ts";
import { version } from "../../version.ts";
import type { ExplorePlan } from "./plan.ts";

interface JudgedAssertion {
  readonly assertion: Assertion;
  readonly failing: readonly Cell[];
}

export interface Explored {
  readonly plan: ExplorePlan;
  readonly result: ExplorationResult;
  readonly cells: readonly Cell[];
  readonly dominances: readonly Dominance[];
  /** Files below the folder, by cell. */
  readonly witnesses: ReadonlyMap<Cell, string>;
  readonly assertions: readonly JudgedAssertion[];
}

export const assumptions: readonly string[] = [
  "A model, not a measurement: Kafka's protocols, with drawn delays of 0.3 to 8 ms a message.",
  "Each run has some minute of trouble, drawn for its profile, and then a calm in which all is healed; shares are of such runs, not of years.",
  "Every configuration meets the same scenarios: a broker meets as many faults in each, and a larger cluster meets more of them.",
  "Intervals are 95 %: Wilson for shares, BCa bootstrap over runs for amounts; p values are exact (McNemar) and hold together (Holm).",
  "Nothing seen is a bound (Clopper and Pearson, one-sided), never a proof.",
  ...scopeLines,
];

export const judged = ({ assertions }: ExplorePlan, cells: readonly Cell[]): readonly JudgedAssertion[] =>
  assertions.map((assertion) => ({ assertion, failing: failures(assertion, cells) }));

export const viewOf = ({
  plan,
  cells,
  dominances,
  witnesses,
}: Omit<Explored, "result" | "assertions">): ExplorationView => ({
  seed: plan.head.seed,
  labels: plan.variants.map(({ label }) => label),
  profiles: plan.profiles,
  cells,
  dominances,
  witnessOf: (cell) => witnesses.get(cell) ?? null,
});

export const commandOf = ({ plan }: Explored): string =>
  `kafka-trial explore, seed ${plan.head.seed}, version ${plan.head.version}`;

/** What is said before any table. */
export function firstWords(explored: Explored): readonly string[] {
  const { plan, dominances } = explored;
  const view = viewOf(explored);
  const shown = dominances.map((one) => dominanceSentence(view, one));
  return [
    ...(shown.length > 0
      ? shown
      : ["No configuration is shown to be better than another in everything: each buys something."]),
    ...plan.refused.map(({ label, sentence }) => `Not run, as Kafka refuses it: ${label}: ${sentence}`),
  ];
}

export function exploreText(explored: Explored): string {
  const { plan, result, assertions, witnesses } = explored;
  const view = viewOf(explored);
  const [worst] = [...witnesses.values()];
  const asked = plan.question === null ? null : question(plan.question);
  return [
    ...(asked === null ? [] : [pc.bold(asked.question)]),
    ...firstWords(explored),
    ...(asked?.metrics ?? shownMetrics).flatMap((name) => ["", pc.bold(metricHead(name)), metricTables(view, name)]),
    "Below each figure its 95 % interval; after none seen, up to which share of runs there may be any.",
    ...assertions.map((one) => assertionLine(explored, one)),
    ...result.breaks.map((one) =>
      pc.red(
        `VIOLATED by ${view.labels[one.variant]}: ${one.violation.guarantee} (${one.profile}, run ${one.index}): ${one.violation.sentence}`,
      ),
    ),
    ...result.faults.map((fault) =>
      pc.red(`INTERNAL FAULT in run ${fault.index} of ${fault.profile}: ${fault.sentence}`),
    ),
    ...(plan.question === null ? [] : ["The same as:", `  ${commandOfQuestion(plan.question)}`]),
    `${leastRuns(result)} runs of each, ${(result.events / 1e6).toFixed(1)} M events; seed ${plan.head.seed}`,
    `Page: ${join(plan.out, "index.html")}; tables: table.csv, table.md, explore.json beside it.`,
    ...(worst === undefined ? [] : ["The worst run of a cell:", `  kafka-trial replay ${join(plan.out, worst)}`]),
    ...scopeLines.map((line) => pc.dim(line)),
  ].join("\n");
}

function assertionLine({ plan }: Explored, { assertion, failing }: JudgedAssertion): string {
  const [first] = failing;
  if (first === undefined) return pc.green(`holds in every cell: ${assertion.text}`);
  const value = assertedValue(assertion, first);
  const found = value === null ? "no bound" : String(Number(value.toPrecision(3)));
  const place = `${plan.variants[first.variant]!.label}, ${first.profile}, ${first.n} runs`;
  return pc.red(`FAILS in ${failing.length} cells: ${assertion.text}; first ${place}: ${found}`);
}

const leastRuns = ({ profiles }: ExplorationResult): number => Math.min(...profiles.map(({ runs }) => runs.length));

export function exploreReport(explored: Explored): ExploreReport {
  const { plan, result, cells, dominances, witnesses, assertions } = explored;
  const label = (variant: number): string => plan.variants[variant]!.label;
  return {
    command: "explore",
    version,
    seed: plan.head.seed,
    runs: leastRuns(result),
    digest: digestOf(result.profiles.flatMap(({ runs }) => runs.flatMap(({ digests }) => digests))),
    rows: cells.map((cell) => {
      const { variant, witness, ...figures } = cell;
      const { settings } = plan.variants[variant]!;
      const file = witnesses.get(cell) ?? null;
      return { configuration: label(variant), settings: { ...settings }, ...figures, run: witness, witness: file };
    }),
    dominated: dominances.map(({ dominated, by, ...rest }) => ({ settings: label(dominated), by: label(by), ...rest })),
    refused: plan.refused.map(({ label: configuration, sentence }) => ({ configuration, sentence })),
    assertions: assertions.map(({ assertion, failing }) => ({
      assertion: assertion.text,
      met: failing.length === 0,
      failing: failing.map(({ variant, profile }) => `${label(variant)}, ${profile}`),
    })),
    violations: result.breaks.map(({ variant, profile, index, violation }) => ({
      configuration: label(variant),
      profile,
      run: index,
      guarantee: violation.guarantee,
      sentence: violation.sentence,
    })),
    assumptions: [...assumptions],
  };
}
