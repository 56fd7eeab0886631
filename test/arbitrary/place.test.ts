/** The same scenario under another configuration: what stays, what follows the other cluster. */
import { describe, expect, test } from "vitest";
import { placeOn } from "../../src/arbitrary/place.ts";
import { scenarioArbitrary } from "../../src/arbitrary/scenario-arbitrary.ts";
import { scenarioAt } from "../../src/arbitrary/scenario-at.ts";
import { spaceOf } from "../../src/arbitrary/space-of.ts";
import type { Fault } from "../../src/chaos/fault.ts";
import { profileNames } from "../../src/chaos/fault-kinds.ts";
import { run } from "../../src/run/run.ts";
import { withNewBrokers } from "../../src/study/counterfactual/new-broker-faults.ts";
import { scenarioUnder } from "../../src/study/counterfactual/rerun.ts";
import { loaded } from "../study/counterfactual/configurations.ts";

const single = loaded("strimzi/kafka-single-node.yaml");
const three = loaded("strimzi/kafka-persistent.yaml");

const nodesOf = (fault: Fault): readonly string[] => {
  if (fault.kind === "power-loss") return fault.nodes;
  if (fault.kind === "cut") return [...fault.from, ...fault.to];
  if (fault.kind === "slow-link" || fault.kind === "reset") return [fault.from, fault.to];
  return "node" in fault ? [fault.node] : [];
};

const brokersOf = (faults: readonly Fault[]): ReadonlySet<string> =>
  new Set(faults.flatMap(nodesOf).filter((node) => /^b\d/.test(node)));

describe("placeOn", () => {
  test.each(profileNames)("under its own configuration a scenario stays as it is: %s", (profile) => {
    const space = spaceOf(three.configuration, profile, "kafka-4");
    for (let index = 0; index < 30; index++) {
      const scenario = scenarioAt(scenarioArbitrary(space), `place/${profile}`, index);
      expect(placeOn(scenario, three.side)).toEqual(scenario);
      expect(scenarioUnder(three.side, { index, scenario }, { space, seed: `place/${profile}` })).toEqual(scenario);
    }
  });

  test("under another, seed, clients and faults stay", () => {
    const space = spaceOf(three.configuration, "all", "kafka-4");
    const other = loaded("strimzi/kafka-persistent.yaml", "acks=1", "min.insync.replicas=1");
    const scenario = scenarioAt(scenarioArbitrary(space), "place/all", 3);
    const placed = placeOn(scenario, other.side);
    expect(placed.seed).toBe(scenario.seed);
    expect(placed.faults).toEqual(scenario.faults);
    expect(placed.cluster).toEqual(other.side.cluster);
    for (const [i, plan] of placed.workload.producers.entries())
      expect(plan).toEqual({ ...scenario.workload.producers[i], settings: other.side.producerSettings });
    expect(placeOn(scenario, { ...three.side, otherChance: true }).seed).not.toBe(scenario.seed);
  });

  test("in a smaller cluster faults fall on the brokers that there are, topics go by their place", () => {
    const space = spaceOf(three.configuration, "all", "kafka-4");
    const small = { ...single.side, cluster: { ...single.side.cluster } };
    const topics = small.cluster.topics.map((topic) => ({ ...topic, name: "invoices" }));
    for (let index = 0; index < 40; index++) {
      const scenario = scenarioAt(scenarioArbitrary(space), "place/all", index);
      const placed = placeOn(scenario, { ...small, cluster: { ...small.cluster, topics } });
      expect([...brokersOf(placed.faults)].filter((node) => node !== "b1")).toEqual([]);
      expect(placed.faults.length).toBe(scenario.faults.length);
      expect(new Set(placed.workload.producers.map((plan) => plan.topic))).toEqual(new Set(["invoices"]));
      expect(JSON.stringify(placed.faults)).not.toContain("orders");
    }
  });
});

describe("withNewBrokers", () => {
  const space = spaceOf(single.configuration, "power-loss", "kafka-4");
  const drawn = (index: number) => scenarioAt(scenarioArbitrary(space), "new/power-loss", index);

  test("the faults that were drawn stay, the new brokers get some of their own, as many as the first", () => {
    let first = 0;
    let third = 0;
    for (let index = 0; index < 60; index++) {
      const scenario = drawn(index);
      const more = withNewBrokers(scenario, space, "new/power-loss", index, 3);
      expect(more.faults.slice(0, scenario.faults.length)).toEqual(scenario.faults);
      expect(withNewBrokers(scenario, space, "new/power-loss", index, 3)).toEqual(more);
      for (const fault of more.faults.slice(scenario.faults.length)) expect(brokersOf([fault])).not.toContain("b1");
      first += more.faults.filter((fault) => brokersOf([fault]).has("b1")).length;
      third += more.faults.filter((fault) => brokersOf([fault]).has("b3")).length;
    }
    expect(third / first).toBeGreaterThan(0.6);
    expect(third / first).toBeLessThan(1.6);
  });

  test("where no broker is new, nothing is", () => {
    expect(withNewBrokers(drawn(1), space, "new/power-loss", 1, 1)).toEqual(drawn(1));
  });

  test("such a scenario runs", () => {
    const changed = { ...three.side, cluster: { ...three.side.cluster, brokers: 3 } };
    expect(run(scenarioUnder(changed, { index: 2, scenario: drawn(2) }, { space, seed: "new/power-loss" })).stop).toBe(
      "done",
    );
  });
});
