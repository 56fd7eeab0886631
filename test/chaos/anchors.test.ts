import { describe, expect, test } from "vitest";
import type { Trigger } from "../../src/chaos/fault.ts";
import { nodeName, nodeNamed } from "../../src/core/ids.ts";
import { note } from "../sim/toy.ts";
import { type Cluster, cluster, send } from "./cluster.ts";

/** Broker 1 answers and reports `appended orders-0@n in epoch 4` for the nth question it gets. */
function anchored(trigger: Trigger, victim = "b1"): Cluster {
  let offset = 0;
  const c: Cluster = cluster([{ kind: "process-crash", node: victim, downMs: 1000, trigger }], {
    script: {
      step(input, context, self) {
        if (self !== 1 || input.kind !== "message" || !input.body.text.startsWith("ask")) return;
        context.reply(input.connection, note(`answer ${offset}`));
        c.nemesis.observed("appended", self, "orders-0", offset++, 4);
        context.reply(input.connection, note("and more"));
      },
    },
  });
  for (let i = 0; i < 5; i++) send(c, 2, 1, `ask ${i}`);
  c.runTo(500);
  return c;
}

const answers = (c: Cluster) => c.diary.of(2).filter((line) => line.includes("message")).length;
const died = (c: Cluster, node = 1) => c.diary.lines.includes(`${node} down process-crash`);

describe("anchored faults", () => {
  test("fire at the end of the step, with what it sent", () => {
    const c = anchored({ on: "appended", offset: 2 });
    expect([died(c), answers(c)]).toEqual([true, 6]);
    expect(c.diary.of(1).filter((line) => line.includes("ask"))).toHaveLength(3);
    expect(c.diary.of(2).at(-1)).toBe("2 disconnect to 1");
  });

  test("fire without what the step sent", () => {
    const c = anchored({ on: "appended", offset: 2, withSends: false });
    expect([died(c), answers(c)]).toEqual([true, 4]);
  });

  test("keep the sends of a node that lives on", () => {
    const c = anchored({ on: "appended", offset: 2, withSends: false }, "b3");
    expect([died(c, 3), died(c), answers(c)]).toEqual([true, false, 10]);
  });

  test("match every value given, and the nth time", () => {
    expect(died(anchored({ on: "appended", node: 1, topicPartition: "orders-0", offset: 1, leaderEpoch: 4 }))).toBe(
      true,
    );
    expect(died(anchored({ on: "appended", node: 2 }))).toBe(false);
    expect(died(anchored({ on: "appended", topicPartition: "orders-1" }))).toBe(false);
    expect(died(anchored({ on: "appended", leaderEpoch: 5 }))).toBe(false);
    expect(died(anchored({ on: "truncated" }))).toBe(false);
    expect(answers(anchored({ on: "appended", nth: 4 }))).toBe(8);
    expect(died(anchored({ on: "appended", nth: 6 }))).toBe(false);
  });

  test("fire once, and say what they wait for", () => {
    const c = anchored({ on: "appended" });
    expect(c.story(/down/)).toHaveLength(1);
    expect([c.nemesis.awaitsObservations, c.nemesis.wants("appended")]).toEqual([false, false]);
    const waiting = cluster([{ kind: "process-crash", node: "b1", downMs: 1, trigger: { on: "elected" } }]);
    expect([
      waiting.nemesis.awaitsObservations,
      waiting.nemesis.wants("elected"),
      waiting.nemesis.wants("appended"),
    ]).toEqual([true, true, false]);
    waiting.nemesis.healAll(null);
    expect(waiting.nemesis.awaitsObservations).toBe(false);
  });
});

describe("node names", () => {
  test("are read as they are written", () => {
    for (const node of [0, 1, 99, 999, 1000, 1003, 1999, 2000, 2999, 3000, 4001, 5000])
      expect(nodeNamed(nodeName(node))).toBe(node);
    for (const name of [
      "",
      "b0",
      "b01",
      "b1000",
      "producer-1000",
      "b-1",
      "broker",
      "producer-x",
      "Controller",
      "controller-0",
      "producer-01",
    ]) {
      expect(nodeNamed(name)).toBeUndefined();
    }
  });
});
