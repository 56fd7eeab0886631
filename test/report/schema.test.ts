/** The schemas in the repository are those of the program; KAFKA_TRIAL_GOLDEN=write writes them anew. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { schemas } from "./schemas.ts";

const folder = new URL("../../schema/", import.meta.url);

test.each(Object.entries(schemas))("schema/%s is current", (name, text) => {
  const path = new URL(name, folder);
  if (process.env["KAFKA_TRIAL_GOLDEN"] === "write") {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, text);
  }
  expect(readFileSync(path, "utf8")).toBe(text);
});
