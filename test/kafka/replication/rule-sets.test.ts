import { describe, expect, it } from "vitest";
import { defects } from "../../../src/kafka/rules/defects/index.ts";
import { ladder } from "../../../src/kafka/rules/ladder.ts";
import { kafka4, overrideRules } from "../../../src/kafka/rules/rules.ts";

describe("rule sets", () => {
  it("climb in the order of history", () => {
    expect(ladder.map((one) => one.name)).toEqual([
      "before-kip-101",
      "kip-101",
      "kip-279",
      "kip-320-first-try",
      "kip-320",
    ]);
  });

  it.each([...ladder, ...defects.map((defect) => defect.override)])(
    "$name keeps the shape of the rules",
    (override) => {
      const rules = overrideRules(kafka4, override);
      expect(rules.name).toBe(override.name);
      expect(Object.keys(rules.replication)).toEqual(Object.keys(kafka4.replication));
      expect(Object.keys(rules.log)).toEqual(Object.keys(kafka4.log));
      expect([rules.replication, rules.log]).not.toEqual([kafka4.replication, kafka4.log]);
    },
  );

  it.each(defects)(
    "defect $id is named as its override, and says where it is from",
    ({ id, title, source, override }) => {
      expect(override.name).toBe(id);
      expect(title.length * source.length).toBeGreaterThan(0);
    },
  );
});
