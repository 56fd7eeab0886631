/** Faults, incidents, and the words that reports use. */
import { allCards } from "../../chaos/fault.ts";
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
