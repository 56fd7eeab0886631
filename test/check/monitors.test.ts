/** For every invariant and monitor: a bad world that it must refuse, and its legal look-alike that nobody may flag. */
import { describe, expect, test } from "vitest";
import { catalogue } from "../../src/check/catalogue.ts";
import { acceptedClientCases } from "./cases/accepted-client-cases.ts";
import { acceptedCommitCases } from "./cases/accepted-commit-cases.ts";
import { acceptedControlCases } from "./cases/accepted-control-cases.ts";
import { acceptedLogCases } from "./cases/accepted-log-cases.ts";
import { acceptedProducerCases } from "./cases/accepted-producer-cases.ts";
import { refusedClientCases } from "./cases/refused-client-cases.ts";
import { refusedCommitCases } from "./cases/refused-commit-cases.ts";
import { refusedControlCases } from "./cases/refused-control-cases.ts";
import { refusedLogCases } from "./cases/refused-log-cases.ts";
import { refusedMetadataCases } from "./cases/refused-metadata-cases.ts";
import { refusedProducerCases } from "./cases/refused-producer-cases.ts";
import { stage } from "./stage.ts";

const refused = [
  ...refusedLogCases,
  ...refusedCommitCases,
  ...refusedControlCases,
  ...refusedClientCases,
  ...refusedMetadataCases,
  ...refusedProducerCases,
];
const accepted = [
  ...acceptedLogCases,
  ...acceptedCommitCases,
  ...acceptedControlCases,
  ...acceptedClientCases,
  ...acceptedProducerCases,
];

describe("every invariant refuses a bad world", () => {
  test.each(refused)("$check: $name", ({ check, act, options }) => {
    const s = stage(options);
    act(s);
    const found = s.violations().filter((violation) => violation.check === check);
    expect(s.violations().map((violation) => violation.check)).toContain(check);
    expect(found[0]!.promised).toBe(true);
    expect(found[0]!.sentence).not.toMatch(/undefined|NaN/);
    expect(found[0]!.fingerprint).toMatch(new RegExp(`^${check}/[a-z-]+/(chaos|final)$`));
  });
});

describe("no invariant flags what is legal", () => {
  test.each(accepted)("$check: $name", ({ act, options }) => {
    const s = stage(options);
    act(s);
    expect(
      s
        .violations()
        .filter((violation) => violation.promised)
        .map((violation) => violation.sentence),
    ).toEqual([]);
  });
});

test("every invariant and monitor of the catalogue has a bad world here", () => {
  const covered = new Set(refused.map((one) => one.check));
  const missing = catalogue
    .filter((card) => card.kind === "invariant" || card.kind === "monitor")
    .filter((card) => !covered.has(card.name));
  expect(missing.map((card) => card.name)).toEqual([]);
});
