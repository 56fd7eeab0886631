/** Faults, incidents, decisions of the rules, and the words that reports use. */
import { allCards } from "../../chaos/fault.ts";
import { incidentFile, incidentNames } from "../../incident/incident-files.ts";
import { readIncident } from "../../incident/read-incident.ts";
import { defects } from "../../kafka/rules/defects.ts";
import { ladder } from "../../kafka/rules/ladder.ts";
import { releaseChanges } from "../../kafka/rules/releases/index.ts";
import { kafka4, type Override } from "../../kafka/rules/rules.ts";
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

type Room = Exclude<keyof Override, "name">;

const rooms = ["log", "replication", "producer", "consumer", "controller"] as const satisfies readonly Room[];

interface Answer {
  readonly override: Omit<Override, "name">;
  readonly said: string;
}

const answers = (): readonly Answer[] => [
  ...releaseChanges.map(({ override, sentence, source }) => ({ override, said: `${sentence} (${source})` })),
  ...ladder.map((rung) => ({ override: rung, said: `rule set ${rung.name}` })),
  ...defects.map(({ id, title, override }) => ({ override, said: `defect ${id}: ${title}` })),
];

/** Each question on which Kafka's history, or a defect, gives another answer, with those others. */
export const decisionPages = (): readonly Page[] =>
  rooms.flatMap((room) =>
    Object.entries(kafka4[room]).map(([name, today]) => ({
      name: `${room}.${name}`,
      kind: "decision",
      lines: [
        typeof today === "function"
          ? `Decided by the rules of ${room}.`
          : `Decided by the rules of ${room}; today: ${today}.`,
        ...answers()
          .filter(({ override }) => Object.hasOwn(override[room] ?? {}, name))
          .map(({ said }) => `Answered otherwise: ${said}`),
      ],
    })),
  );
