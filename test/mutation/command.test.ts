/** The command: what it refuses, and one small measurement of the product itself, twice the same. */
import { describe, expect, test } from "vitest";
import { type MutationReport, mutationReportSchema } from "../../src/mutation/mutation-report.ts";
import { mutate } from "../../src/mutation/program.ts";
import { scratch } from "../scratch.ts";

async function finished(...words: readonly string[]) {
  const said = { stdout: "", stderr: "" };
  const restores = (["stdout", "stderr"] as const).map((name) => {
    const { write } = process[name];
    process[name].write = (chunk: unknown): boolean => {
      said[name] += String(chunk);
      return true;
    };
    return () => {
      process[name].write = write;
    };
  });
  try {
    return { code: await mutate(words), ...said };
  } finally {
    for (const restore of restores) restore();
  }
}

async function measured(): Promise<MutationReport> {
  const words = "src/kafka/log/append.ts --sample 3 --seed test --runs 4 --jobs 1 --no-properties --json --out".split(
    " ",
  );
  const { code, stdout } = await finished(...words, scratch());
  expect(code).toBe(0);
  return mutationReportSchema.parse(JSON.parse(stdout));
}

const saved = ({ mutants }: MutationReport) => mutants.map((one) => ({ ...one, scenario: one.scenario !== null }));

test("same seed, same sample, same outcome", async () => {
  const report = await measured();
  expect(report).toMatchObject({ command: "mutate", seed: "test", runs: 4, mutants: { length: 3 } });
  expect(saved(await measured())).toEqual(saved(report));
});

describe("refused with one sentence and exit code 2", () => {
  test.each([
    ["src/kafka/rol.ts", "src/kafka/rol.ts is not there"],
    ["src/kafka/context.ts", "nothing can be mutated in src/kafka/context.ts"],
    ["--sample 0", '--sample is "0"; expected a whole number from 1 to 100000'],
    ["--sampel 3", "unknown option '--sampel'"],
  ])("%s", async (words, sentence) => {
    const { code, stdout, stderr } = await finished(...words.split(" "));
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^kafka-trial: .*\n$/);
    expect(stderr).toContain(sentence);
  });
});
