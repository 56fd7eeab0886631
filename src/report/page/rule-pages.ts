/** Defects and rule sets: what was wrong, where it was found, what it costs. */
import { defects } from "../../kafka/rules/defects.ts";
import { ladder } from "../../kafka/rules/ladder.ts";
import { concernsText } from "../../kafka/rules/releases/change.ts";
import { releaseChanges } from "../../kafka/rules/releases/index.ts";
import { changesAfter, earlierReleases, ruleSetOf } from "../../kafka/rules/releases/rules-of-release.ts";
import { kafka4 } from "../../kafka/rules/rules.ts";
import { controlPlaneOf } from "../scope-text.ts";
import type { Page } from "./page.ts";

export const defectPages = (): readonly Page[] =>
  defects.map(({ id, title, source, masked, about }) => ({
    name: id,
    kind: "defect",
    lines: [
      title,
      "",
      ...about,
      ...(masked === undefined ? [] : ["", `It breaks no promise: ${masked}.`]),
      "",
      `Source: ${source}`,
      ...releasesWith(source),
      `Planted with: kafka-trial run CONFIG --defect ${id}`,
    ],
  }));

/** The releases that have the defect themselves: a change of the table has its number. */
const releasesWith = (source: string): readonly string[] =>
  releaseChanges
    .filter((change) => (source.match(/KAFKA-\d+/g) ?? []).some((number) => change.source.includes(number)))
    .map((change) => `Kafka itself decided so: ${concernsText(change)} (kafka-trial explain ${change.name})`);

export const ruleSetPages = (): readonly Page[] => [
  { name: kafka4.name, kind: "rule set", lines: ["Today's Kafka (4.4): what every other rule set is a change of."] },
  ...earlierReleases.map((version) => ({
    name: ruleSetOf(version),
    kind: "rule set",
    lines: [
      `Kafka ${version}: today's rules, but for what changed after it.`,
      "",
      ...changesAfter(version).map(({ sentence, source }) => `- ${sentence} (${source})`),
      "",
      `Control plane: ${controlPlaneOf(ruleSetOf(version))}. Defaults of that release are settings, not rules.`,
      `In force with: kafka-trial run CONFIG --kafka-version ${version}`,
    ],
  })),
  ...ladder.map(({ name, about }) => ({
    name,
    kind: "rule set",
    lines: [about, "", `In force with: kafka-trial run CONFIG --rules ${name}`],
  })),
];
