/** Incident files for tests. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { scratch } from "../scratch.ts";

/** Writes the text as `NAME.yaml` into a folder of its own; returns its path. */
export function incidentFile(text: string, name = "my-incident"): string {
  const file = join(scratch(), `${name}.yaml`);
  writeFileSync(file, text);
  return file;
}

export const smallIncident = `
title: Nothing happens
happened: |
  A quiet
  minute.

  Then another.
sources: [a book]
scenario:
  workload: { producers: [{ records: 5 }] }
cases:
  - { name: quiet, claim: { verdict: held, ackedRecords: 5 } }
`;
