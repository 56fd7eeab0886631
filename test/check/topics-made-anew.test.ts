/** A topic is deleted and made anew under its name: what is judged by which settings, and what is nobody's loss. */
import { describe, expect, test } from "vitest";
import { topicPartition } from "../../src/kafka/topic-partition.ts";
import { freshPartition } from "../kafka/metadata/fresh-partition.ts";
import { bump } from "./cases/case.ts";
import { batchOf, finalState, producer, reader, type Stage, stage, tp } from "./stage.ts";

const anew = topicPartition(2, 0);

const deleted = (s: Stage): void => s.event((t) => t.topicDeleted("orders", [tp]));

/** As the controller tells it: settings, partitions, the name. */
const madeAnew = (
  s: Stage,
  replicas: readonly number[],
  settings: Readonly<Record<string, string>> = {},
  id = anew,
): void =>
  s.event((t) => {
    for (const [key, value] of Object.entries(settings)) t.configChanged("orders", key, value);
    t.partitionChanged(id, null, freshPartition(replicas), "none");
    t.topicCreated("orders", [id]);
  });

/** With one copy and without flushing by default, two copies and flushing as planned. */
const planned = (): Stage =>
  stage({
    minIsr: 2,
    flushMessages: 1,
    trial: {
      topicDefaults: {
        name: "",
        replicationFactor: 1,
        minInsyncReplicas: 1,
        uncleanLeaderElectionEnable: false,
        cleanupPolicy: ["delete"],
        flushMessages: Number.POSITIVE_INFINITY,
      },
    },
  });

const promisesAfterPowerLoss = (s: Stage, id = anew): boolean => {
  s.event((t) => t.appended(1, id, batchOf(0, [10], 0), true, 0));
  s.event((t) => t.highWatermarkMoved(1, id, 1, true, 0));
  s.down(1, "power-loss");
  s.event((t) => {
    t.nodeUp(1, 1);
    t.logOpened(1, id, 0, 0, 0, true);
  });
  s.event((t) => t.brokerRegistered(1, 200, true));
  return s.finish().promised["no-acked-loss"] === true;
};

describe("settings of a topic that was made anew", () => {
  test("are the defaults, not those of the plan", () => {
    const s = planned();
    deleted(s);
    madeAnew(s, [1]);
    expect(promisesAfterPowerLoss(s)).toBe(false);
  });

  test("and what its creation gave", () => {
    const s = planned();
    deleted(s);
    madeAnew(s, [1], { "flush.messages": "1" });
    expect(promisesAfterPowerLoss(s)).toBe(true);
  });

  test("not what the one before was given", () => {
    const s = planned();
    s.event((t) => t.configChanged("orders", "flush.messages", "1"));
    deleted(s);
    madeAnew(s, [1]);
    expect(promisesAfterPowerLoss(s)).toBe(false);
  });
});

describe("no violation", () => {
  test("a record that was committed, and whose leader answered with an error as its topic was deleted", () => {
    const s = stage();
    s.commit(1, 0, [10]);
    deleted(s);
    s.event((t) => t.sendCompleted(producer, 10, tp, "fail", 100, -1));
    expect(s.violations()).toEqual([]);
  });

  test("a record that a leader still shows in the topic that is gone, and that was sent again into the new one", () => {
    const s = stage();
    s.write(1, 0, [10]);
    deleted(s);
    madeAnew(s, [1, 2, 3]);
    s.event((t) => t.appended(1, anew, batchOf(0, [10], 0), true, 0));
    s.event((t) => t.highWatermarkMoved(1, anew, 1, true, 0));
    s.mark(1, 1);
    expect(s.violations()).toEqual([]);
  });

  test("a record of the topic that is gone, whose send to the new one ended in doubt before it became visible there", () => {
    const s = stage();
    s.commit(1, 0, [10]);
    deleted(s);
    madeAnew(s, [1, 2, 3]);
    s.event((t) => t.sendCompleted(producer, 10, anew, "info", 7, -1));
    s.event((t) => t.appended(1, anew, batchOf(0, [10], 0), true, 0));
    s.event((t) => t.highWatermarkMoved(1, anew, 1, true, 0));
    expect(s.violations()).toEqual([]);
  });

  test("a record of the new topic whose producer went back to the one that is gone, and renewed its epoch there", () => {
    const s = stage();
    deleted(s);
    madeAnew(s, [1, 2, 3]);
    s.send(10);
    for (const offset of [0, 1]) {
      if (offset === 1) bump(s);
      s.event((t) => t.appended(1, anew, batchOf(offset, [10], 0), true, 0));
      s.event((t) => t.highWatermarkMoved(1, anew, offset + 1, true, 0));
    }
    expect(s.violations().filter(({ promised }) => promised)).toEqual([]);
  });

  test("a reader that goes on at its old position by name", () => {
    const s = stage();
    s.commit(1, 0, [10, 11]);
    s.poll(0, batchOf(0, [10, 11], 0));
    deleted(s);
    madeAnew(s, [1, 2, 3]);
    s.event((t) => t.positionSet(reader, anew, 2, "assign"));
    s.event((t) => t.appended(1, anew, batchOf(0, [12, 13, 14], 0), true, 0));
    s.event((t) => t.highWatermarkMoved(1, anew, 3, true, 0));
    s.event((t) => t.polled(reader, anew, batchOf(2, [14], 0), 2, 3, 1));
    expect(s.violations().filter(({ check }) => check === "position-monotone")).toEqual([]);
  });

  test("a send to a topic that is gone and does not come back", () => {
    const s = stage();
    deleted(s);
    s.event((t) => t.sendInvoked(producer, 12, "k", 0));
    s.event((t) => t.beginEvent(99, 99_000));
    s.trial.enterCalm();
    const { violations } = s.finish({ ...finalState(s, []), partitions: [] });
    expect(violations.filter(({ check }) => check === "produce-decided")).toEqual([]);
  });
});

describe("a topic that gets the id of the one before", () => {
  test("begins its history anew", () => {
    const s = stage();
    s.commit(1, 0, [10]);
    deleted(s);
    madeAnew(s, [1, 2, 3], {}, tp);
    s.event((t) => t.logDeleted(1, tp));
    s.event((t) => t.logOpened(1, tp, 0, 0, 0, false));
    s.event((t) => t.becameLeader(1, tp, 0, 0));
    s.write(1, 0, [11]);
    expect(s.violations().filter(({ check }) => check === "same-epoch-same-record")).toEqual([]);
  });
});

test("an unclean election may bring back a replica that has yet to hear that it was moved away", () => {
  const moved = (s: Stage): void => {
    s.commit(1, 0, [10]);
    s.isr([1, 3]);
    s.down(1);
    s.down(3);
    s.change({ leader: 2, isr: [2] }, "unclean");
    s.event((t) => t.logDeleted(2, tp));
  };
  const allowed = stage({ unclean: true });
  moved(allowed);
  expect(allowed.violations().map(({ check }) => check)).not.toContain("reassignment-safe");
  const clean = stage();
  clean.commit(1, 0, [10]);
  clean.event((t) => t.logDeleted(2, tp));
  expect(clean.violations().map(({ check }) => check)).toContain("reassignment-safe");
});
