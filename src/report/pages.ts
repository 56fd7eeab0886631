/** One page on anything that has a name: what `explain` prints. */
import { profileNames, profiles } from "../chaos/fault-kinds.ts";
import { catalogue } from "../check/catalogue.ts";
import { guarantees } from "../check/guarantees.ts";
import { marks } from "../check/marks.ts";
import { measureNames, measureSentences } from "../incident/measures/measures.ts";
import { allErrors } from "../kafka/errors.ts";
import { defects } from "../kafka/rules/defects/index.ts";
import { ruleSetNames } from "../run/rule-sets.ts";

export interface Page {
  readonly name: string;
  readonly kind: string;
  readonly lines: readonly string[];
}

const all: readonly Page[] = [
  ...catalogue.map((card) => ({
    name: card.name,
    kind: `check, ${card.kind}`,
    lines: [card.sentence, `Guarantee: ${card.guarantee}`, `Source: ${card.source}`],
  })),
  ...guarantees.map((guarantee) => ({
    name: guarantee.name,
    kind: "guarantee",
    lines: [guarantee.sentence, `Scope: ${guarantee.scope}`, ...checksLine(guarantee.checks)],
  })),
  ...profileNames.map((name) => ({
    name,
    kind: "profile",
    lines: [profiles[name].sentence, `Faults: ${profiles[name].kinds.join(", ")}`],
  })),
  ...marks.map((mark) => ({ name: mark.name, kind: "mark", lines: [mark.sentence] })),
  ...defects.map((defect) => ({ name: defect.id, kind: "defect", lines: [defect.title, `Source: ${defect.source}`] })),
  ...ruleSetNames.historical.map((name) => ({
    name,
    kind: "rule set",
    lines: [name === "kafka-4" ? "Today's Kafka." : `kafka-trial run CONFIG --rules ${name}`],
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
    ],
  })),
];

function measureLine(name: string): string {
  const sentences: Readonly<Record<string, string>> = measureSentences;
  return sentences[name] ?? "A number of every run, among the statistics of run --json.";
}

function checksLine(checks: readonly string[]): readonly string[] {
  return checks.length > 0 ? [`Checks: ${checks.join(", ")}`] : [];
}

/** Null if nothing has that name. */
export const pageOf = (name: string): Page | null =>
  all.find((page) => page.name.toLowerCase() === name.toLowerCase()) ?? null;

/** All names by kind. */
export function explainable(): Readonly<Record<string, readonly string[]>> {
  const byKind: Record<string, string[]> = {};
  for (const { name, kind } of all) {
    const group = kind.replace(/,.*| -?\d+$/, "");
    byKind[group] = [...(byKind[group] ?? []), name];
  }
  return byKind;
}
