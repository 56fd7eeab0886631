/**
 * JUnit XML, as Jenkins, GitLab and GitHub's reporters read it. Not promised is `skipped` with its count: it is neither a
 * pass nor a failure.
 */
import type { CiCase } from "./ci-case.ts";

export function junit(cases: readonly CiCase[], wallSeconds: number): string {
  const suites = new Map<string, CiCase[]>();
  for (const one of cases) suites.set(one.suite, [...(suites.get(one.suite) ?? []), one]);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="kafka-trial" ${countsOf(cases)} time="${wallSeconds.toFixed(3)}">`,
    ...[...suites].flatMap(([name, some]) => [
      `  <testsuite name="${xml(name)}" ${countsOf(some)}>`,
      ...some.flatMap(caseLines),
      "  </testsuite>",
    ]),
    "</testsuites>",
    "",
  ].join("\n");
}

function countsOf(cases: readonly CiCase[]): string {
  const count = (status: CiCase["status"]): number => cases.filter((one) => one.status === status).length;
  return `tests="${cases.length}" failures="${count("failed")}" errors="${count("error")}" skipped="${count("skipped")}"`;
}

const elements = { failed: "failure", error: "error", skipped: "skipped" } as const;

function caseLines({ suite, name, status, message, details }: CiCase): readonly string[] {
  const head = `    <testcase classname="${xml(suite)}" name="${xml(name)}"`;
  if (status === "passed") return [`${head}/>`];
  const element = elements[status];
  if (status === "skipped") return [`${head}>`, `      <skipped message="${xml(message)}"/>`, "    </testcase>"];
  return [
    `${head}>`,
    `      <${element} message="${xml(message)}" type="${element}">${xml(details)}</${element}>`,
    "    </testcase>",
  ];
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\n": "&#10;",
  "\t": "&#9;",
};

/** XML 1.0 knows most control characters not even as references: they become question marks. */
const xml = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not stand in XML
    .replace(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]|\p{Surrogate}/gu, "?")
    .replace(/[&<>"\n\t]/g, (letter) => entities[letter] ?? letter);
