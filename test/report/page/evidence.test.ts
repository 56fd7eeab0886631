import { expect, test } from "vitest";
import { circumstancesOf, releases } from "../../../fidelity/releases.ts";
import { releaseChanges } from "../../../src/kafka/rules/releases/index.ts";
import { askedReleases, evidenceOfChange, evidenceOfRelease } from "../../../src/report/page/evidence.ts";

test("the releases that pages call asked are those whose answers are recorded", () => {
  const recorded = releases.map((release) => [circumstancesOf(release).version, release]);
  expect(Object.entries(askedReleases)).toEqual(recorded);
});

test("a release names its broker, or the nearest that were asked", () => {
  expect(evidenceOfRelease("4.3")).toMatch(/brokers of 4\.3\.1 were asked/);
  expect(evidenceOfRelease("4.1.0")).toMatch(
    /no broker of it was asked; the nearest that were are 4\.0\.2 and 4\.1\.2/,
  );
});

test("a change names who has it among them", () => {
  const named = (name: string) => evidenceOfChange(releaseChanges.find((change) => change.name === name)!).join("\n");
  expect(named("elr-wiped-by-directory")).toMatch(/brokers of 4\.0\.2, 4\.1\.2, which have it/);
  expect(named("session-for-all-at-start")).toMatch(/brokers of 4\.0\.2, which/);
  expect(named("buffer-freed-in-flight")).toMatch(/brokers of 2\.8\.2, which/);
  expect(named("last-leader-noted-with-empty-isr")).toMatch(/4\.0\.2/);
});
