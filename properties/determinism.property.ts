/** The same scenario gives the same run: verdict, digest, events, whatever ran before it in the process. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { scenarioArbitrary } from "../src/arbitrary/scenario-arbitrary.ts";
import { propertySpace } from "../src/arbitrary/space.ts";
import { run } from "../src/run/run.ts";
import { tooSeldom } from "./vacuity.ts";

test("determinism", () => {
  const before: { scenario: Parameters<typeof run>[0]; digest: string }[] = [];
  fc.assert(
    fc.property(scenarioArbitrary(propertySpace("kafka-4")), (scenario) => {
      const { digest } = run(scenario);
      expect(run(scenario).digest).toBe(digest);
      before.push({ scenario, digest });
    }),
    { numRuns: 60, seed: 7 },
  );
  for (const { scenario, digest } of before.reverse()) expect(run(scenario).digest).toBe(digest);
  expect(new Set(before.map((one) => one.digest)).size, tooSeldom).toBeGreaterThan(50);
});
