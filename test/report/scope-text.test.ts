import { describe, expect, test } from "vitest";
import { controlPlaneOf } from "../../src/report/scope-text.ts";
import { ruleSetNames } from "../../src/scenario/rule-sets.ts";

describe("the control plane of a rule set", () => {
  test("is that of its release from 3.3 on, before today's, as rules of the controller reach back to 3.3", () => {
    expect(controlPlaneOf("kafka-3.9.2")).toBe("one KRaft controller, as in Kafka 3.9.2");
    expect(controlPlaneOf("kafka-3.3")).toBe("one KRaft controller, as in Kafka 3.3");
    expect(controlPlaneOf("kafka-3.2")).toBe("one KRaft controller, as in Kafka 4.4, in place of ZooKeeper's");
  });

  test("is today's where a rule set is of no release", () => {
    expect(controlPlaneOf("kafka-4")).toBe("one KRaft controller, as in Kafka 4.4");
    for (const name of ruleSetNames.historical.filter((one) => !one.startsWith("kafka-")))
      expect(controlPlaneOf(name), name).toBe("one KRaft controller, as in Kafka 4.4");
  });
});
