/** Faults, incidents, and the words that reports use. */
import { allCards } from "../../chaos/fault.ts";
import { metric, metricNames } from "../../durability/metric.ts";
import { type PresetName, preset, presetNames } from "../../durability/preset.ts";
import { commandOfQuestion, question, questionNames } from "../../durability/question.ts";
import { incidentFile, incidentNames } from "../../incident/incident-files.ts";
import { readIncident } from "../../incident/read-incident.ts";
import { isBadInput } from "../../scenario/bad-input.ts";
import faults from "./faults.json" with { type: "json" };
import glossary from "./glossary.json" with { type: "json" };
import type { Page } from "./page.ts";

export const faultPages = (): readonly Page[] =>
  allCards.map(({ kind, fields, profiles }) => ({
    name: kind,
    kind: "fault",
    lines: [
      faults[kind],
      `Fields of a scenario file: ${["id", "trigger", ...Object.keys(fields)].join(", ")}`,
      `Profiles: ${[...profiles, "all"].join(", ")}`,
    ],
  }));

export const glossaryPages = (): readonly Page[] =>
  Object.entries(glossary).map(([name, sentence]) => ({ name, kind: "word", lines: [sentence] }));

/** Their files are read only when one is asked for. */
export const incidentPages = (): readonly Page[] =>
  incidentNames().map((name) => ({
    name,
    kind: "incident",
    get lines() {
      const incident = readIncident(incidentFile(name));
      if (isBadInput(incident)) return [incident.sentence];
      const { title, happened, sources } = incident;
      return [title, "", ...happened, "", `Source: ${sources.join("; ")}`, `Shown by: kafka-trial scenario ${name}`];
    },
  }));

/** What `explore` compares, asks and counts. */
export const explorationPages = (): readonly Page[] => [
  ...presetNames.map((name) => ({
    name,
    kind: "preset",
    lines: [preset(name).sentence, ...presetLines(name), `Compared by: kafka-trial explore --preset ${name} …`],
  })),
  ...questionNames.map((name) => ({
    name,
    kind: "question",
    lines: [
      question(name).question,
      `Answered by: kafka-trial explore --question ${name}`,
      `That is: ${commandOfQuestion(name)}`,
    ],
  })),
  ...metricNames.map((name) => ({
    name,
    kind: "metric",
    lines: [metric(name).sentence, `Unit: ${metric(name).unit}`, "Printed by: kafka-trial explore"],
  })),
];

function presetLines(name: PresetName): readonly string[] {
  const { brokers, racks, version, set } = preset(name);
  const places = racks.length > 0 ? ` in racks ${racks.join(", ")}` : "";
  return [
    `Brokers: ${brokers}${places}${version === undefined ? "" : `, Kafka ${version}`}`,
    ...Object.entries(set).map(([key, value]) => `  ${key}=${value}`),
  ];
}
