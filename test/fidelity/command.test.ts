/** What the command says without Java: the line by which it skips, and what it refuses in one sentence. */
import { afterEach, expect, test, vi } from "vitest";
import { fidelity } from "../../fidelity/command.ts";
import { optionsOf } from "../../fidelity/options.ts";
import { missingTools } from "../../fidelity/real/tools.ts";

afterEach(() => vi.restoreAllMocks());

async function run(...words: readonly string[]): Promise<{ readonly code: number; readonly said: readonly string[] }> {
  const said: string[] = [];
  vi.spyOn(process.stderr, "write").mockImplementation((text) => said.push(String(text)) > 0);
  const code = await fidelity(
    words,
    (line) => said.push(line),
    async () => ["java", "mvn"],
  );
  return { code, said };
}

test("without Java or Maven it skips with one line, and that is no failure", async () => {
  expect(await run()).toEqual({
    code: 0,
    said: ["skipped: java, mvn not found; the command needs a JDK (17 or later) and Maven"],
  });
});

test("programs that are not there are named", async () => {
  const path = process.env["PATH"];
  process.env["PATH"] = "/nowhere";
  try {
    expect(await missingTools()).toEqual(["java", "javac", "jar", "mvn"]);
  } finally {
    process.env["PATH"] = path;
  }
});

test.each([
  [
    ["--release", "2.8.2"],
    "release 2.8.2 has no quorum controller, on which the scripted brokers rest; served are 3.9.2",
  ],
  [["--release", "9.9"], "release 9.9 is none that was tried; served are 3.9.2"],
  [["--runs", "no"], '--runs is "no"; expected a whole number from 1 to 1000000'],
  [["--only", "brokers"], "--only brokers is none of "],
  [["--frobnicate"], "unknown option '--frobnicate'"],
  [["4.1.2"], "too many arguments"],
])("%j is refused in one sentence", async (words, sentence) => {
  const { code, said } = await run(...words);
  expect(code).toBe(2);
  expect(said).toHaveLength(1);
  expect(said[0]).toContain(sentence);
});

test("by default it is the newest release, all of it", () => {
  expect(optionsOf([])).toMatchObject({ release: "4.4.0", runs: 20, seed: 1 });
});
