/** Bad input: exit code 2, nothing on stdout, exactly one sentence on stderr that says what stands there and what was expected. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { quietCluster } from "../golden/scenario.ts";
import { configuration, kafkaTrial, scratch } from "./program.ts";

export const folder = scratch();
export const server = configuration("first-broker/server.properties");

export function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

export async function expectRefused(args: readonly string[], sentence: RegExp): Promise<void> {
  const { code, stdout, stderr } = await kafkaTrial(...args);
  expect({ code, stdout, lines: stderr.trimEnd().split("\n").length }, stderr).toEqual({
    code: 2,
    stdout: "",
    lines: 1,
  });
  expect(stderr).toMatch(/^kafka-trial: \S/);
  expect(stderr.slice("kafka-trial: ".length).trimEnd()).toMatch(sentence);
}

export type Refusal = readonly [name: string, args: readonly string[], sentence: RegExp];

export function quiet(): Scenario {
  return quietCluster({ seed: "quiet", producer: {}, faults: [], chaosMs: 2000 });
}
