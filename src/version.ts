/** The version of the package, as `--version` and `--json` print it. */
import { readFileSync } from "node:fs";

const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");

export const version: string = String(Object(JSON.parse(text)).version);
