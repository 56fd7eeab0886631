/** A run told step by step: one numbered line per step, made of the facts that belong to it. */
import { readFileSync, writeFileSync } from "node:fs";
import { expect } from "vitest";
import type { Fact } from "../../src/report/facts/fact.ts";
import { nameIn, newFactRecorder, type RecordedFacts } from "../../src/report/facts/fact-recorder.ts";
import { deedOf } from "../../src/report/story/merge.ts";
import { factText } from "../../src/report/story/words.ts";
import { run } from "../../src/run/run.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";

/** Runs the scenario, which must hold, and gives what was heard. */
export function hear(scenario: Scenario): RecordedFacts {
  const heard: RecordedFacts[] = [];
  const outcome = run(scenario, {
    listener: (clock) => {
      const { observer, recorded } = newFactRecorder(clock, scenario.faults);
      heard.push(recorded);
      return observer;
    },
  });
  expect(outcome.verdict).toBe("held");
  return heard[0]!;
}

export interface Step {
  readonly title: string;
  readonly facts: readonly Fact[];
  /** Said after the facts. */
  readonly because?: string;
}

const titleWidth = 40;

export function transcript(heading: string, told: RecordedFacts, steps: readonly Step[]): string {
  const lines = steps.map(({ title, facts, because }, i) => {
    expect(facts, `step ${i + 1}`).not.toEqual([]);
    const words = together(facts).map((fact) => factText(fact, nameIn(told, fact.topicPartition)));
    const end = because === undefined ? "" : ` (${because})`;
    const time = `${(facts[0]!.atMicros / 1e6).toFixed(3)}s`;
    return `${i + 1}. ${title.padEnd(titleWidth)} ${time}  ${words.join("; ")}${end}`;
  });
  const created = told.facts.find((fact) => fact.kind === "create")!;
  return `${[heading, factText(created, nameIn(told, created.topicPartition)), "", ...lines].join("\n")}\n`;
}

/** The same said of several nodes is said once. */
function together(facts: readonly Fact[]): readonly Fact[] {
  const out: Fact[] = [];
  for (const fact of facts) {
    const at = out.findIndex((other) => fact.nodes.length > 0 && deedOf(other) === deedOf(fact));
    if (at < 0) out.push(fact);
    else out[at] = { ...out[at]!, nodes: [...new Set([...out[at]!.nodes, ...fact.nodes])].sort((a, b) => a - b) };
  }
  return out;
}

/** Compares with `<name>.txt` beside this file; KAFKA_TRIAL_GOLDEN=write writes it anew. */
export function expectGolden(name: string, text: string): void {
  const path = new URL(`./${name}.txt`, import.meta.url);
  if (process.env["KAFKA_TRIAL_GOLDEN"] === "write") writeFileSync(path, text);
  expect(text).toBe(readFileSync(path, "utf8"));
}
