/** The table of docs/prove.md is that of the claims; KAFKA_TRIAL_GOLDEN=write writes it anew. */
import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { allChecks } from "../../src/prove/checks/all.ts";
import { type Claim, claims, scopeOf } from "../../src/prove/claims.ts";
import { models } from "../../src/prove/models.ts";
import { breachText, grouped, scopeText } from "../../src/report/proof/proof-report.ts";

const path = new URL("../../docs/prove.md", import.meta.url);
const page = readFileSync(path, "utf8");

function row(claim: Claim): string {
  const { model, rules, violates, recovery, states, transitions, depth } = claim;
  const held = recovery === true ? "held, recovers" : "held";
  const verdict = violates === undefined ? held : `violates ${breachText({ check: violates[0], steps: violates[1] })}`;
  const cells = [
    model,
    `\`${rules}\``,
    scopeText(scopeOf(claim)),
    verdict,
    ...[states, transitions, depth].map(grouped),
  ];
  return `| ${cells.join(" | ")} |`;
}

const table = [
  "| model | rules | scope | verdict | states | transitions | depth |",
  "| --- | --- | --- | --- | ---: | ---: | ---: |",
  ...claims.map(row),
].join("\n");

test("the page has every claim, with its counts", () => {
  const [before, rest] = page.split("<!-- claims -->\n");
  const shown = /^\n(?:\|.*\n)*/.exec(rest!)![0];
  if (process.env["KAFKA_TRIAL_GOLDEN"] === "write")
    writeFileSync(path, `${before}<!-- claims -->\n\n${table}\n\n${rest!.slice(shown.length).trimStart()}`);
  else expect(shown).toBe(`\n${table}\n`);
});

test("the page has every model with its scope, and every check", () => {
  for (const { name, scope } of Object.values(models)) {
    const line = page.split("\n").find((one) => one.startsWith(`| \`${name}\` |`));
    expect(line).toContain(scopeText({ ...scope, producer: null }));
  }
  for (const { name } of allChecks) expect(page).toContain(`\`${name}\``);
});
