/** JUnit and annotations: any text survives, or what XML cannot hold is replaced. */
import { parse } from "junit2json";
import { expect, test } from "vitest";
import type { CiCase } from "../../src/report/ci-case.ts";
import { annotations } from "../../src/report/github.ts";
import { junit } from "../../src/report/junit.ts";

const one = (fields: Partial<CiCase>): CiCase => ({
  suite: "a.yaml, network",
  name: "no-acked-loss",
  status: "failed",
  message: "gone",
  details: "kafka-trial replay x",
  file: "a.yaml",
  ...fields,
});

test("texts with markup, quotes, line ends and control characters are read back", async () => {
  const odd = "a <b> & \"c\" 'd' ]]> é 漢 😀\n\tnext";
  const text = junit([one({ suite: odd, name: odd, message: odd, details: odd })], 1.5);
  const read = await parse(text);
  expect(read).toMatchObject({
    name: "kafka-trial",
    time: 1.5,
    testsuite: [{ name: odd, testcase: [{ name: odd, classname: odd, failure: [{ message: odd, inner: odd }] }] }],
  });
  const broken = junit([one({ message: "a\u0000b\u001bc\ud800d" })], 0);
  expect(await parse(broken)).toMatchObject({ testsuite: [{ testcase: [{ failure: [{ message: "a?b?c?d" }] }] }] });
});

test("suites stand together and are counted", async () => {
  const cases = [
    one({}),
    one({ suite: "other", status: "passed" }),
    one({ status: "skipped", name: "progress" }),
    one({ suite: "other", status: "error" }),
  ];
  expect(await parse(junit(cases, 0))).toMatchObject({
    tests: 4,
    failures: 1,
    errors: 1,
    testsuite: [
      { name: "a.yaml, network", tests: 2, failures: 1, errors: 0, skipped: 1 },
      { name: "other", tests: 2, failures: 0, errors: 1, skipped: 0 },
    ],
  });
  expect(await parse(junit([], 0))).toMatchObject({ tests: 0, failures: 0 });
});

test("annotations: one line each, escaped as workflow commands are", () => {
  expect(annotations([one({}), one({ status: "passed" }), one({ status: "skipped" })])).toEqual([
    "::error file=a.yaml,title=no-acked-loss (a.yaml%2C network)::gone",
  ]);
  expect(annotations([one({ file: "a,b:c%.yaml", message: "100 %\r\nlost: all, or more" })])).toEqual([
    "::error file=a%2Cb%3Ac%25.yaml,title=no-acked-loss (a.yaml%2C network)::100 %25%0D%0Alost: all, or more",
  ]);
  expect(annotations([one({ file: null, status: "error" })])[0]).toMatch(/^::error title=/);
});
