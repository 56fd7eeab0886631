/** `kafka-trial prove`: exit codes, the JSON object, the story, what is claimed, bad input. */
import { Command } from "commander";
import { afterEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { confirmClaims, proveCommand } from "../../src/cli/prove/command.ts";
import { proveSyntax } from "../../src/cli/prove/syntax.ts";
import { BadUsage, UnknownName } from "../../src/cli/shared/bad-usage.ts";
import { claims } from "../../src/prove/claims.ts";
import { modelNames } from "../../src/prove/models.ts";
import { proofReportSchema } from "../../src/report/proof/proof-report.ts";
import { flowing } from "./program.ts";

afterEach(() => vi.restoreAllMocks());

function printed(command: () => number): { readonly code: number; readonly text: string } {
  let text = "";
  vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  return { code: command(), text };
}

/** Through the flags, as the command line does it. */
const prove = (...words: readonly string[]) =>
  printed(() => {
    let code = -1;
    const program = new Command().exitOverride();
    proveSyntax(program).action((model, options) => {
      code = proveCommand(model, options);
    });
    program.parse(["prove", ...words], { from: "user" });
    return code;
  });

const entriesOf = (text: string) => proofReportSchema.parse(JSON.parse(text)).models;

const small = ["--records", "1", "--elections", "1"];

describe("one question", () => {
  test("that is held: exit 0, what was searched, and how far that reaches", () => {
    const { code, text } = prove("replication", ...small);
    expect(code).toBe(0);
    expect(text.split("\n").slice(0, -1)).toEqual([
      "replication under kafka-4: 2 replicas, 1 record, 1 election",
      expect.stringMatching(/^[\d,]+ states, [\d,]+ transitions, depth \d+, \d+\.\d s$/),
      "held: in every state within this scope; nothing is said beyond it",
      expect.stringMatching(/^\(that two of the states were taken for one has a probability below [\d.]+e-\d+\)$/),
    ]);
  });

  test("with recovery, says so", () => {
    const { code, text } = prove("replication", ...small, "--recovery");
    expect([code, text]).toEqual([0, expect.stringContaining("from each of them everything can come right again;")]);
  });

  test("that is violated: exit 1, and the shortest story", () => {
    const { code, text } = prove("replication", "--rules", "kip-101");
    expect(code).toBe(1);
    expect(text).toContain("Story\n  1  b1 appends orders-0@0 in epoch 0\n");
    expect(text).toContain(" 12  b2 truncates orders-0 to offset 0, following epoch 2\n");
    expect(text).toContain(
      "     b2 is in the ISR of the controller, but does not hold orders-0@0, which is committed\n",
    );
    expect(text).toMatch(/violated: strong-isr, in 12 steps \(no shorter way leads to a wrong state\)\n$/);
  });

  test("asks only the checks that are named", () => {
    const { code, text } = prove("replication", "--rules", "kip-101", ...small, "--check", "leader-unique");
    expect([code, text]).toEqual([0, expect.stringContaining("held: in every state within this scope")]);
  });

  test("--json: one object of the schema", () => {
    const [entry, ...others] = entriesOf(prove("isr", "--rules", "I-01", "--json").text);
    expect(others).toEqual([]);
    expect(entry).toMatchObject({
      model: "isr",
      rules: "I-01",
      scope: { replicas: 2, records: 2, lags: 1, crashes: 1, lostDisks: 1, producer: null },
      walks: null,
      complete: false,
      verdict: "violated",
      claimed: null,
      counterexample: {
        check: "strong-isr",
        steps: 2,
        story: expect.arrayContaining([expect.stringMatching(/^ {2}1 /)]),
      },
    });
    expect(prove("producer", "--json", "--records", "1", "--in-flight", "1").code).toBe(0);
  });

  test("deeper than the memory or the depth allows: what was covered, and that nothing is proved beyond it", () => {
    const beyond =
      /the search before the scope did: what lies within \d+ steps was covered, nothing is proved beyond that\n$/;
    const little = prove("replication", "--rules", "kafka-4", "--memory", "16");
    expect([little.code, flowing(little.text)]).toEqual([0, expect.stringMatching(beyond)]);
    const shallow = prove("replication", "--depth", "6");
    expect([shallow.code, flowing(shallow.text)]).toEqual([0, expect.stringMatching(beyond)]);
    expect(flowing(little.text)).toContain("--memory ended the search");
    expect(flowing(shallow.text)).toContain("--depth ended the search before the scope did: what lies within 6 steps");
    const [entry] = entriesOf(prove("replication", "--depth", "6", "--json").text);
    expect(entry).toMatchObject({ complete: false, endedBy: "depth", verdict: "held", depth: 6 });
  });
});

describe("walks", () => {
  const three = ["replication", "--rules", "R-13", "--replicas", "3", "--walks", "400"];

  test("find a violation and shorten it; the same with the same seed", () => {
    const { code, text } = prove(...three);
    expect(code).toBe(1);
    expect(text).toMatch(
      /\d+ walks, [\d,]+ steps, \d+\.\d s\nviolated: [a-z-]+, in \d+ steps \(a walk, shortened\)\n$/,
    );
    const story = (output: string): string => output.slice(0, output.indexOf(" walks,"));
    expect(story(prove(...three).text)).toBe(story(text));
    expect(story(prove(...three, "--seed", "another").text)).not.toBe(story(text));
  });

  test("that meet nothing prove nothing", () => {
    const { code, text } = prove("replication", "--replicas", "3", "--walks", "20", "--depth", "30");
    expect(code).toBe(0);
    expect(text).toMatch(/^20 walks, [\d,]+ steps/m);
    expect(text).toMatch(/held on every walk; walks prove nothing of what they did not meet\n$/);
  });
});

describe("claims", () => {
  /** Those of a small scope: the command line asks for all of a model, which `npm run nightly` does. */
  const small = claims.filter(({ model, states }) => model === "producer" && states < 10_000);

  test("that are as claimed: exit 0, one row each", () => {
    const { code, text } = printed(() => confirmClaims(small, {}));
    expect(small.length).toBeGreaterThan(2);
    expect(text).toContain(`${small.length} of ${small.length} as claimed, in `);
    for (const { rules } of small) expect(text).toMatch(new RegExp(`│ ${rules} +│`));
    expect(code).toBe(0);
  });

  test("that could not be confirmed: exit 1, each named", () => {
    const { code, text } = printed(() => confirmClaims([{ ...small.at(-1)!, states: 7 }, ...small.slice(0, 1)], {}));
    expect(code).toBe(1);
    expect(flowing(text)).toMatch(/^not as claimed: producer under P-09 \(.*\): .*7/m);
    expect(text).toMatch(/\n1 of 2 not as claimed; \d+\.\d s\n$/);
  });

  test("--list: models, scopes, checks and claims", () => {
    const { code, text } = prove("--list");
    expect(code).toBe(0);
    for (const name of modelNames) expect(text).toMatch(new RegExp(`^${name}: `, "m"));
    expect(text).toContain("  claim   kip-101 violates `strong-isr` (12 steps)\n");
    expect(text).toContain("  claim   kafka-4 holds, recovers with 2 replicas, 2 records, 1 lag, 1 fence\n");
    const listed = z
      .object({ models: z.array(z.object({ name: z.string(), claims: z.array(z.unknown()) })) })
      .parse(JSON.parse(prove("--list", "--json").text));
    expect(listed.models.map(({ name }) => name)).toEqual(modelNames);
    expect(listed.models.flatMap((model) => model.claims)).toHaveLength(claims.length);
  });
});

describe("bad input", () => {
  test.each([
    [["repliction"], 'unknown model "repliction"'],
    [["isr", "--rules", "I-1"], 'unknown rule set "I-1"'],
    [["isr", "--check", "strong"], 'unknown check "strong"'],
    [["isr", "--check", "no-duplicate"], 'unknown check "no-duplicate"'],
  ])("%j: a name that is none", (words, sentence) => {
    expect(() => prove(...words)).toThrow(UnknownName);
    expect(() => prove(...words)).toThrow(sentence);
  });

  test.each([
    [["--rules", "I-01"], "--rules needs a model: replication, isr, producer"],
    [["--min-isr", "2"], "--min-isr needs a model: replication, isr, producer"],
    [["isr", "--in-flight", "2"], "--in-flight is about a producer; isr has none"],
    [["isr", "--no-idempotence"], "--no-idempotence is about a producer; isr has none"],
    [["isr", "--replicas", "1"], '--replicas is "1"; expected a whole number from 2 to 4'],
    [["isr", "--records", "8"], '--records is "8"; expected a whole number from 1 to 7'],
    [["isr", "--min-isr", "3"], "--min-isr is 3; expected at most the 2 replicas"],
    [["isr", "--crashes", "1", "--lost-disks", "2"], "--lost-disks is 2; expected at most the 1 crashes"],
    [["isr", "--walks", "5", "--recovery"], "--recovery needs every state: it does not go with --walks"],
    [["isr", "--memory", "1"], '--memory is "1"; expected a whole number from 16 to 1000000'],
  ])("%j: %s", (words, sentence) => {
    expect(() => prove(...words)).toThrow(new BadUsage(sentence));
  });
});
