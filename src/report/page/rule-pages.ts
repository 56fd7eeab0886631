/** Defects and rule sets: what was wrong, where it was found, what it costs. */
import { defects } from "../../kafka/rules/defects/index.ts";
import { ladder } from "../../kafka/rules/ladder.ts";
import { changesAfter, earlierReleases, ruleSetOf } from "../../kafka/rules/releases/rules-of-release.ts";
import { kafka4 } from "../../kafka/rules/rules.ts";
import { controlPlane } from "../scope-text.ts";
import { headerOfFile, headerOfNamed } from "./header-text.ts";
import type { Page } from "./page.ts";

export const defectPages = (): readonly Page[] =>
  defects.map(({ id, title, source, masked }) => ({
    name: id,
    kind: "defect",
    get lines() {
      const header = headerOfFile(`kafka/rules/defects/${id.toLowerCase()}`);
      const quiet = masked === undefined ? [] : ["", `It breaks no promise: ${masked}.`];
      return [
        title,
        "",
        ...header,
        ...quiet,
        "",
        `Source: ${source}`,
        `Planted with: kafka-trial run CONFIG --defect ${id}`,
      ];
    },
  }));

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
      `Control plane: ${controlPlane}. Defaults of that release are settings, not rules.`,
      `In force with: kafka-trial run CONFIG --kafka-version ${version}`,
    ],
  })),
  ...ladder.map(({ name }) => ({
    name,
    kind: "rule set",
    get lines() {
      return [
        ...headerOfNamed("kafka/rules/ladder", name),
        "",
        `In force with: kafka-trial run CONFIG --rules ${name}`,
      ];
    },
  })),
];
