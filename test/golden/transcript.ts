/** A run told step by step: one numbered line per step, made of the facts that belong to it. */
import { readFileSync, writeFileSync } from "node:fs";
import { expect } from "vitest";
import { type Fact, factText } from "../../src/report/fact.ts";
import { newFactRecorder, type Told } from "../../src/report/fact-recorder.ts";
import { run } from "../../src/run/run.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";

/** Runs the scenario, which must hold, and gives what was heard. */
export function hear(scenario: Scenario): Told {
  const heard: Told[] = [];
  const outcome = run(scenario, {
    listener: (clock) => {
      const { observer, told } = newFactRecorder(clock, scenario.faults);
      heard.push(told);
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

export function transcript(heading: string, told: Told, steps: readonly Step[]): string {
  const lines = steps.map(({ title, facts, because }, i) => {
    expect(facts, `step ${i + 1}`).not.toEqual([]);
    const words = together(facts).map((fact) => factText(fact, nameOf(told, fact)));
    const end = because === undefined ? "" : ` (${because})`;
    const time = `${(facts[0]!.atMicros / 1e6).toFixed(3)}s`;
    return `${i + 1}. ${title.padEnd(titleWidth)} ${time}  ${words.join("; ")}${end}`;
  });
  const created = told.facts.find((fact) => fact.kind === "create")!;
  return `${[heading, factText(created, nameOf(told, created)), "", ...lines].join("\n")}\n`;
}

const nameOf = (told: Told, fact: Fact): string => (fact.topicPartition === -1 ? "" : told.nameOf(fact.topicPartition));

/** The same said of several nodes is said once. */
function together(facts: readonly Fact[]): readonly Fact[] {
  const out: Fact[] = [];
  for (const fact of facts) {
    const at = out.findIndex(
      (other) => other.kind === fact.kind && other.says.one === fact.says.one && fact.nodes.length > 0,
    );
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
