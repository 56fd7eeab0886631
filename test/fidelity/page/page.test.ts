import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { acceptedDifferences, differencesBySource } from "../../../fidelity/accepted.ts";
import { areas, triedClaims } from "../../../fidelity/page/areas.ts";
import { fidelityPage } from "../../../fidelity/page/page.ts";
import { readResults } from "../../../fidelity/page/results.ts";
import { root } from "../../source-files.ts";

const protocol = readFileSync(`${root}docs/protocol.md`, "utf8");

test("docs/fidelity.md is what the command found (npm run fidelity -- --page)", () => {
  expect(readFileSync(`${root}docs/fidelity.md`, "utf8")).toBe(fidelityPage(readResults(), protocol));
});

test("every rule of the page stands in docs/protocol.md", () => {
  const unknown = [...areas, ...acceptedDifferences, ...differencesBySource].flatMap(({ rules }) =>
    rules.filter((rule) => !protocol.includes(`**${rule}**`)),
  );
  expect(unknown).toEqual([]);
});

test("each of the claims 14 to 21 says who showed it, or that nobody has tried", () => {
  expect(triedClaims.map(({ claim }) => claim)).toEqual([14, 15, 16, 17, 18, 19, 20, 21]);
  for (const { shown } of triedClaims) expect(shown).toMatch(/shown by|nobody has tried/);
});

test("an area is agreed only where every answer of every part that asks was", () => {
  const result = { seed: 1, runs: 1, answers: 10, agreeing: 10 };
  const page = fidelityPage({ "4.4.0": { log: result }, "4.1.2": { log: { ...result, agreeing: 9 } } }, protocol);
  expect(page).toContain(
    "| a follower's appends, truncation | L-12, L-80, L-81 | log | 4.1.2 but for some, 4.4.0 | - |",
  );
  expect(page).toContain("| compaction | L-50, L-51, L-53 | nobody | not tried | - |");
  expect(page).toMatch(/\| eligible leader replicas \| .* theirs \(ReplicationControlManager\.removeTopicElrs\) \|/);
  expect(page).toMatch(/about them: .*\bL-1\b/);
  expect(page).not.toMatch(/about them: .*\bL-80\b/);
});
