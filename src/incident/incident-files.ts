/** The incidents that come with the package: one file each, `scenarios/NAME.yaml`. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The same place seen from `src/incident` and `dist/incident`. */
const incidentFolder = fileURLToPath(new URL("../../scenarios", import.meta.url));

const ending = ".yaml";

/** Alphabetical. */
export const incidentNames = (folder: string = incidentFolder): readonly string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length))
    .sort();

export const incidentFile = (name: string, folder: string = incidentFolder): string => join(folder, `${name}${ending}`);
