/** Scenario files: what is saved loads again, an edit shows, another schedule shows, and files are whole or absent. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { run } from "../../src/run/run.ts";
import { isBadInput } from "../../src/scenario/bad-input.ts";
import { loadScenario, type SavedScenario, saveScenario } from "../../src/scenario/saved-scenario.ts";
import { scratch } from "../cli/program.ts";
import { quietCluster } from "../golden/scenario.ts";

const scenario = quietCluster({ seed: "saved", producer: {}, faults: [], chaosMs: 3000 });
const outcome = run(scenario);

function load(file: string): SavedScenario {
  const loaded = loadScenario(file);
  if (isBadInput(loaded)) throw new Error(loaded.sentence);
  return loaded;
}

function saved(change?: (value: Record<string, never>) => void): string {
  const file = join(scratch(), "deep", "down", "one.json");
  saveScenario(file, scenario, outcome, "a/b/c");
  if (change === undefined) return file;
  const value = JSON.parse(readFileSync(file, "utf8"));
  change(value);
  writeFileSync(file, JSON.stringify(value));
  return file;
}

test("loads as it was saved, with what it showed", () => {
  const file = saved();
  expect(load(file)).toEqual({
    scenario,
    shown: { verdict: "held", digest: outcome.digest, fingerprint: "a/b/c" },
    edited: false,
    otherSchedule: false,
  });
  expect(run(load(file).scenario).digest).toBe(outcome.digest);
});

test("leaves no other file behind, and replaces what was there", () => {
  const file = saved();
  saveScenario(file, { ...scenario, seed: "other" }, outcome);
  expect(readdirSync(join(file, ".."))).toEqual(["one.json"]);
  expect(load(file).scenario.seed).toBe("other");
  expect(load(file).shown?.fingerprint).toBeNull();
});

test("a scenario without marks is one written by hand", () => {
  const file = join(scratch(), "hand.json");
  writeFileSync(file, JSON.stringify(scenario));
  expect(load(file)).toEqual({ scenario, shown: null, edited: false, otherSchedule: false });
});

test("an edit shows, and so does another schedule version", () => {
  expect(load(saved((value) => Object.assign(value["scenario"]!, { seed: "edited" }))).edited).toBe(true);
  const other = load(saved((value) => Object.assign(value["kafkaTrial"]!, { scheduleVersion: 0 })));
  expect(other).toMatchObject({ edited: false, otherSchedule: true });
});
