/** Tells an edited scenario from a changed program: a hash of the scenario's own content, key order ignored. */
import { createHash } from "node:crypto";
import type { Scenario } from "./scenario.ts";

/** Grows whenever a release may give a saved scenario another schedule. */
export const scheduleVersion = 1;

export const contentHash = (scenario: Scenario): string =>
  createHash("sha256").update(canonical(scenario)).digest("hex").slice(0, 16);

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, part]) => `${JSON.stringify(key)}:${canonical(part)}`).join(",")}}`;
}
