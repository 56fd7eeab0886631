/** One page on anything that has a name: what `explain` prints. */
import { profileNames, profiles } from "../chaos/fault-kinds.ts";
import { anomalies } from "../check/anomaly.ts";
import { catalogue } from "../check/catalogue.ts";
import type { GuaranteeName } from "../check/check.ts";
import { guarantees } from "../check/guarantees.ts";
import { marks } from "../check/marks.ts";
import { statisticCards } from "../check/statistic-cards.ts";
import { meanings } from "../history/anomalies/meanings.ts";
import { allowedTypes, errorTypes } from "../history/anomalies/settings.ts";
import { measureNames, measureSentences } from "../incident/measures/measures.ts";
import { allErrors } from "../kafka/errors.ts";
import { strategyNames } from "../strategy/names.ts";
import { strategies } from "../strategy/strategies.ts";
import { keyPages } from "./page/key-pages.ts";
import type { Page } from "./page/page.ts";
import { releasePages } from "./page/release-pages.ts";
import { defectPages, ruleSetPages } from "./page/rule-pages.ts";
import { explorationPages, faultPages, glossaryPages, incidentPages } from "./page/word-pages.ts";

const all: readonly Page[] = [
  ...catalogue.map((card) => ({
    name: card.name,
    kind: `check, ${card.kind}`,
    lines: [card.sentence, `Formula: ${card.formula}`, `Guarantee: ${card.guarantee}`, `Source: ${card.source}`],
  })),
  ...guarantees.map((guarantee) => ({
    name: guarantee.name,
    kind: "guarantee",
    lines: [
      guarantee.sentence,
      `Scope: ${guarantee.scope}`,
      `Put to the test by a run in which ${guarantee.occasion}`,
      ...checksLine(guarantee.checks),
      `Source: ${sourcesOf(guarantee.name)}`,
    ],
  })),
  ...profileNames.map((name) => ({
    name,
    kind: "profile",
    lines: [profiles[name].sentence, `Faults: ${profiles[name].kinds.join(", ")}`],
  })),
  ...marks.map((mark) => ({ name: mark.name, kind: "mark", lines: [mark.sentence, `Source: ${mark.source}`] })),
  ...anomalies.map(({ name, number, sentence, evidence, excuses }) => ({
    name,
    kind: "legal anomaly",
    lines: [
      sentence,
      `No violation of: ${excuses.join(", ")}`,
      `Evidence: ${evidence}`,
      `Source: docs/invariants.md §6.${number}`,
    ],
  })),
  ...defectPages(),
  ...ruleSetPages(),
  ...releasePages(),
  ...errorTypes.map((name) => ({
    name,
    kind: "anomaly",
    lines: [
      meanings[name],
      anomalyLine(name),
      "Source: Jepsen's Kafka workload (jepsen.tests.kafka), Adya's isolation levels",
      "Found by: kafka-trial check HISTORY.jsonl",
    ],
  })),
  ...statisticCards.map(({ name, sentence, unit, metric }) => ({
    name,
    kind: "statistic",
    lines: [sentence, `Unit: ${unit}`, ...(metric === null ? [] : [`Kafka's metric: ${metric}`])],
  })),
  ...measureNames.map((name) => ({ name, kind: "measure", lines: [measureLine(name)] })),
  ...allErrors().map((error) => ({
    name: error.name,
    kind: `error code ${error.code}`,
    lines: [
      error.retriable ? "Retriable: a client sends the request again." : "Not retriable.",
      error.refreshes ? "The client asks for new metadata." : "The client keeps its metadata.",
      error.definite
        ? "Definite: the request surely had no effect."
        : "Not definite: a write that ended so may have been appended, and may show up later.",
      "Source: org.apache.kafka.common.protocol.Errors",
    ],
  })),
  ...strategyNames.map((name) => ({
    name,
    kind: "strategy",
    lines: [strategies[name].sentence, `In force with: kafka-trial run CONFIG --strategy ${name}`],
  })),
  ...faultPages(),
  ...incidentPages(),
  ...glossaryPages(),
  ...keyPages(),
  ...explorationPages(),
];

function measureLine(name: string): string {
  const sentences: Readonly<Record<string, string>> = measureSentences;
  return sentences[name] ?? "A number of every run, among the statistics of run --json.";
}

function checksLine(checks: readonly string[]): readonly string[] {
  return checks.length > 0 ? [`Checks: ${checks.join(", ")}`] : [];
}

/** Where the rules come from that its checks watch over. */
function sourcesOf(name: GuaranteeName): string {
  const sources = catalogue.filter((card) => card.guarantee === name).map((card) => card.source);
  return [...new Set(sources)].join(" | ");
}

function anomalyLine(name: (typeof errorTypes)[number]): string {
  if (allowedTypes(false, "assign").has(name))
    return "Kafka never promised otherwise: a history with it is still valid.";
  if (allowedTypes(false, "subscribe").has(name))
    return "A history with it is invalid, unless consumers subscribe: a rebalance moves positions.";
  if (allowedTypes(true, "assign").has(name))
    return "A history with it is invalid, unless --ww-deps puts writes into the graph.";
  return "A history with it is invalid.";
}

/**
 * One name may stand for several things: `power-loss` is a profile and a mark. A statistic that is one of Kafka's metrics
 * is found under the name of the metric, too; what is no name may be a number or an issue
 * that sources name: `1.8`, `R-44`, `KIP-966`. Empty if nothing has that name.
 */
export function pagesOf(name: string): readonly Page[] {
  const wanted = name.toLowerCase();
  const isMetric = ({ kind, name: own }: Page): boolean =>
    kind === "statistic" && own.replace(/(?:Max|Count)$/, "").toLowerCase() === wanted;
  const isSource = ({ lines }: Page): boolean =>
    lines.some(
      (line) =>
        line.startsWith("Source: ") &&
        line
          .toLowerCase()
          .split(/[\s,;()|]+/)
          .includes(wanted),
    );
  const isNamed = (page: Page): boolean => page.name.toLowerCase() === wanted;
  // The next way only where the last one found nothing: sources of incidents are in their files.
  for (const is of [isNamed, isMetric, isSource]) {
    const found = all.filter(is);
    if (found.length > 0) return found;
  }
  return [];
}

/** All names by kind. */
export function explainable(): Readonly<Record<string, readonly string[]>> {
  const byKind: Record<string, string[]> = {};
  for (const { name, kind } of all) {
    const group = kind.replace(/,.*| -?\d+$/, "");
    byKind[group] = [...(byKind[group] ?? []), name];
  }
  return byKind;
}
