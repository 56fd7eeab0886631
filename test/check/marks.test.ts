/** Marks of proposals, elections and late answers: met by their case, and by nothing near it. */
import { describe, expect, test } from "vitest";
import { nodeId } from "../../src/core/ids.ts";
import { Errors } from "../../src/kafka/errors.ts";
import { type Stage, stage, tp } from "./stage.ts";

const controllerId = nodeId("controller", 0);

const met = (...acts: readonly ((s: Stage) => void)[]): readonly string[] => {
  const s = stage();
  for (const act of acts) act(s);
  return s.finish().marks;
};

const threeOut = (s: Stage): void => s.isr([1, 2]);
const proposeThree = (s: Stage): void => s.event((t) => t.isrProposed(1, tp, [1, 2, 3], 0, 1));
const judged =
  (errorCode: number): ((s: Stage) => void) =>
  (s) =>
    s.event((t) => t.alterPartitionJudged(tp, 1, 0, 1, 1, errorCode));
const _later =
  (micros: number, act: (s: Stage) => void): ((s: Stage) => void) =>
  (s) => {
    s.trial.beginEvent(micros, micros);
    s.trial.endEvent();
    act(s);
  };

describe("proposals", () => {
  test.each<[mark: string, acts: readonly ((s: Stage) => void)[], near: readonly ((s: Stage) => void)[]]>([
    ["alter-partition-pending", [threeOut, proposeThree], [threeOut]],
    ["isr-candidate-down", [threeOut, proposeThree, (s) => s.down(3)], [threeOut, proposeThree, (s) => s.down(2)]],
    [
      "controller-down-with-proposal",
      [threeOut, proposeThree, (s) => s.down(controllerId)],
      [threeOut, (s) => s.down(controllerId)],
    ],
    [
      "isr-candidate-registered-anew",
      [threeOut, proposeThree, (s) => s.down(3), (s) => s.up(3, 0), judged(Errors.INELIGIBLE_REPLICA)],
      [threeOut, proposeThree, (s) => s.down(3), (s) => s.up(3, 0, true, false), judged(Errors.INELIGIBLE_REPLICA)],
    ],
    [
      "isr-candidate-lost-disk",
      [threeOut, proposeThree, (s) => s.event((t) => t.diskWiped(3, 0)), judged(Errors.NONE)],
      [threeOut, proposeThree, (s) => s.event((t) => t.diskWiped(2, 0)), judged(Errors.NONE)],
    ],
    [
      "alter-partition-stale",
      [threeOut, proposeThree, judged(Errors.INVALID_UPDATE_VERSION)],
      [threeOut, proposeThree, judged(Errors.INELIGIBLE_REPLICA)],
    ],
    [
      "alter-partition-ineligible",
      [threeOut, proposeThree, judged(Errors.INELIGIBLE_REPLICA)],
      [threeOut, proposeThree, judged(Errors.NONE)],
    ],
  ])("%s", (mark, acts, near) => {
    expect(met(...acts)).toContain(mark);
    expect(met(...near)).not.toContain(mark);
  });

  test("alter-partition-late: judged more than half a second after it was made", () => {
    const judge = (at: number) =>
      met(threeOut, proposeThree, (s) => {
        s.trial.beginEvent(at, at);
        s.trial.alterPartitionJudged(tp, 1, 0, 1, 1, Errors.NONE);
        s.trial.endEvent();
      });
    expect(judge(600_000)).toContain("alter-partition-late");
    expect(judge(400_000)).not.toContain("alter-partition-late");
  });

  test("what the controller has changed since is no proposal any more", () => {
    expect(
      met(
        threeOut,
        proposeThree,
        (s) => s.isr([1, 2, 3]),
        (s) => s.down(3),
      ),
    ).not.toContain("isr-candidate-down");
  });
});

describe("elections", () => {
  const record = (s: Stage): void => s.write(1, 0, [1]);

  test("leader-elected-with-shorter-log: a member of the ISR has more", () => {
    expect(met(record, (s) => s.elect(2))).toContain("leader-elected-with-shorter-log");
    expect(
      met(
        record,
        (s) => s.copy(2, 0, [1], 0),
        (s) => s.elect(2),
      ),
    ).not.toContain("leader-elected-with-shorter-log");
  });

  test("leader-replaced-before-it-led", () => {
    expect(
      met(
        (s) => s.change({ leader: 2 }, "clean"),
        (s) => s.elect(3),
      ),
    ).toContain("leader-replaced-before-it-led");
    expect(
      met(
        (s) => s.elect(2),
        (s) => s.elect(3),
      ),
    ).not.toContain("leader-replaced-before-it-led");
  });

  test("three-leader-epochs-in-a-second", () => {
    expect(
      met(
        (s) => s.elect(2),
        (s) => s.elect(3),
        (s) => s.elect(1),
      ),
    ).toContain("three-leader-epochs-in-a-second");
    expect(
      met(
        (s) => s.elect(2),
        (s) => s.elect(3),
      ),
    ).toContain("three-leader-epochs-in-a-second");
    expect(met((s) => s.elect(2))).not.toContain("three-leader-epochs-in-a-second");
  });
});

describe("answers and marks", () => {
  test("late-fetch-answer, and whether it diverges", () => {
    const late = (diverges: boolean) => met((s) => s.event((t) => t.fetchAnsweredLate(2, tp, 0, diverges)));
    expect(late(false)).toContain("late-fetch-answer");
    expect(late(false)).not.toContain("late-diverging-answer");
    expect(late(true)).toContain("late-diverging-answer");
  });

  test("follower-level-with-old-mark: at the high watermark, but below the start of the leader's epoch", () => {
    const fetched =
      (to: number): ((s: Stage) => void) =>
      (s) => {
        s.commit(1, 0, [1, 2]);
        s.isr([1, 2]);
        s.write(2, 2, [3], 0);
        s.elect(2, "clean", { isr: [2] });
        s.mark(2, 2);
        s.write(2, 3, [4], 1);
        s.event((t) => t.followerFetched(2, tp, 3, to, 1));
      };
    expect(met(fetched(2))).toContain("follower-level-with-old-mark");
    expect(met(fetched(3))).not.toContain("follower-level-with-old-mark");
  });
});

test("a second controller start is a restart", () => {
  const start = (s: Stage): void => s.event((t) => t.controllerStarted(0));
  expect(met(start)).not.toContain("controller-restarted");
  expect(met(start, start)).toContain("controller-restarted");
});
