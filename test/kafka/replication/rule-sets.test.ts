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

  const rooms = ["log", "replication", "producer", "controller"] as const;
  const settings = new Set(defects.filter((defect) => defect.settings !== undefined).map((defect) => defect.id));

  it.each([...ladder, ...defects.map((defect) => defect.override)])(
    "$name keeps the shape of the rules",
    (override) => {
      const rules = overrideRules(kafka4, override);
      expect(rules.name).toBe(override.name);
      for (const room of rooms) expect(Object.keys(rules[room])).toEqual(Object.keys(kafka4[room]));
      const changed = rooms.filter((room) =>
        Object.entries(rules[room]).some(([key, rule]) => Reflect.get(kafka4[room], key) !== rule),
      );
      expect(changed.length > 0 || settings.has(override.name)).toBe(true);
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
