/** Stories of what never comes tell the cause: who was fenced and why, which answer comes again and again, who fetches no further. */
import { describe, expect, test } from "vitest";
import { propertySpace } from "../../../src/arbitrary/space.ts";
import type { Fault } from "../../../src/chaos/fault.ts";
import type { GuaranteeName, Violation } from "../../../src/check/check.ts";
import type { TrialObserver } from "../../../src/check/observer.ts";
import type { Subject } from "../../../src/check/subject.ts";
import { Errors } from "../../../src/kafka/errors.ts";
import type { PartitionRegistration } from "../../../src/kafka/metadata/records.ts";
import { topicPartition } from "../../../src/kafka/topic-partition.ts";
import { newFactRecorder, type RecordedFacts } from "../../../src/report/facts/fact-recorder.ts";
import { lineText, story, storyLines } from "../../../src/report/story/story.ts";
import { tell } from "../../../src/report/tell.ts";
import { run } from "../../../src/run/run.ts";
import { findFailures } from "../../campaign/failures.ts";
import { batchOf, producer } from "../../check/stage.ts";
import { freshPartition } from "../../kafka/metadata/fresh-partition.ts";

const tp = topicPartition(1, 0);

/** A world by hand: what was observed when, and the story of what is wrong with it at 70 seconds. */
class Hand {
  now = 0;
  registration: PartitionRegistration = freshPartition([1, 2, 3]);
  readonly observer: TrialObserver;
  readonly recorded: RecordedFacts;
  #event = 0;

  constructor(faults: readonly Fault[] = []) {
    const clock = { event: () => this.#event, atMicros: () => this.now };
    const { observer, recorded } = newFactRecorder(clock, faults);
    this.observer = observer;
    this.recorded = recorded;
    this.at(1, (told) => {
      told.partitionChanged(tp, null, this.registration, "none");
      told.topicCreated("orders", [tp]);
      told.becameLeader(1, tp, 0, 0);
    });
  }

  at(seconds: number, observed: (told: TrialObserver) => void): this {
    this.now = seconds * 1_000_000;
    this.#event++;
    observed(this.observer);
    return this;
  }

  change(seconds: number, changes: Partial<PartitionRegistration>, election: "none" | "leaderless", fenced = -1): this {
    return this.at(seconds, (told) => {
      const before = this.registration;
      this.registration = { ...before, ...changes, partitionEpoch: before.partitionEpoch + 1 };
      told.partitionChanged(tp, before, this.registration, election);
      if (fenced >= 0) told.brokerFenced(fenced, 1);
    });
  }

  story(subject: Subject, about = tp as number): string {
    const violation: Violation = {
      ...{ check: "by-hand", guarantee: "progress" satisfies GuaranteeName, fingerprint: "by-hand/x/final" },
      ...{ sentence: "it never comes", topicPartition: about, event: 1000, atMicros: 70_000_000 },
      ...{ promised: true, subject },
    };
    const lines = story(this.recorded, violation).map(lineText);
    const text = lines.join("\n");
    expect(lines.length, text).toBeLessThanOrEqual(storyLines);
    expect(text).not.toMatch(/undefined|NaN|topic \d|[ @=]-1\b/);
    expect(lines.at(-1)).toBe("  70.000s it never comes");
    return text;
  }
}

const cut: Fault = {
  id: 1,
  kind: "cut",
  from: ["b3"],
  to: ["b1"],
  oneWay: false,
  durationMs: 1,
  trigger: { at: 8000 },
};
const batch = batchOf(0, [7], 0);
const fetched = (follower: number, to: number) => (told: TrialObserver) => told.followerFetched(1, tp, follower, to, 0);

describe("worlds by hand", () => {
  test("nobody is elected: who was fenced because of which pause, and who could lead", () => {
    const world = new Hand()
      .at(5, (told) => told.nodePaused(1))
      .change(14, { isr: [], eligibleLeaderReplicas: [1], leader: -1 }, "leaderless", 1)
      .at(15, (told) => told.nodeResumed(1))
      .at(16, (told) => told.brokerUnfenced(1, 1));
    const text = world.story({ kind: "partition", leader: -1 });
    expect(text).toContain("  14.000s orders-0 has no leader: its ISR is empty; eligible when back: b1");
    expect(text).toContain("  14.000s the controller fences b1, paused since 5.000s");
    expect(text).toContain("  70.000s b1 is eligible and unfenced since 16.000s, but is not elected");
  });

  test("the high watermark does not move: whose fetch is missing, and since which cut", () => {
    const world = new Hand([cut])
      .at(2, fetched(2, 5))
      .at(3, fetched(3, 5))
      .at(8, (told) => told.faultStarted(0))
      .at(9, (told) => told.appended(1, tp, batchOf(5, [8, 9], 0), true, 0))
      .at(10, fetched(2, 7));
    const text = world.story({ kind: "replica", broker: 1, leader: 1, offset: 5 });
    expect(text).toContain("   8.000s b3 can no longer reach b1");
    expect(text).toContain(
      "  70.000s b3 has fetched orders-0 up to offset 5, and nothing since 3.000s; the log of b1 ends at 7",
    );
    expect(text).not.toContain("b2 has fetched");
  });

  test("the ISR does not refill: the proposals are refused, or there are none", () => {
    const outside = (): Hand => new Hand().change(5, { isr: [1, 2] }, "none").at(20, fetched(3, 0));
    const member: Subject = { kind: "isr-change", leader: 1, member: 3, offset: -1 };
    expect(outside().story(member)).toContain(
      "  70.000s b1 has not proposed an ISR with b3 for orders-0, level since 20.000s",
    );
    const refused = outside();
    for (let second = 21; second < 70; second += 10) {
      refused.at(second, (told) => told.isrProposed(1, tp, [1, 2, 3], 0, 1));
      refused.at(second + 1, (told) => told.alterPartitionJudged(tp, 1, 0, 1, 1, Errors.INELIGIBLE_REPLICA));
    }
    expect(refused.story(member)).toContain(
      "  22.000s the controller answers INELIGIBLE_REPLICA to the proposal of ISR b1, b2 and b3 for orders-0 by b1 (5 times until 62.000s)",
    );
  });

  test("a send has no end: to whom it went, and which error came each time", () => {
    const world = new Hand().at(5, (told) => {
      told.sendInvoked(producer, 7, "k", 5000);
      told.sendAssigned(producer, 7, tp);
    });
    const send: Subject = { kind: "send", client: producer, record: 7 };
    expect(world.story(send, -1)).toContain("  70.000s producer-0 has not sent record 7 to anybody");
    for (const second of [6, 7]) {
      world.at(second, (told) => told.sendAttempted(producer, tp, batch, 1, second - 6));
      world.at(second, (told) => told.produceAnswered(1, tp, batch, -1, Errors.NOT_ENOUGH_REPLICAS, -1, false));
    }
    world.at(8, (told) => told.sendAttempted(producer, tp, batch, 2, 2));
    const text = world.story(send, -1);
    expect(text).toContain("   6.000s producer-0 sends record 7 for orders-0 to b1");
    expect(text).toContain("   6.000s b1 answers NOT_ENOUGH_REPLICAS for orders-0 (2 times until 7.000s)");
    expect(text).toContain("  70.000s b2 has not answered the last attempt to send record 7");
  });

  test("a healthy broker stays fenced: since when, and what kept it from being heard", () => {
    const lost: Fault = { id: 2, kind: "session-loss", node: "b2", durationMs: 1, trigger: { at: 8000 } };
    const world = new Hand([lost]).at(8, (told) => told.faultStarted(0)).at(17, (told) => told.brokerFenced(2, 1));
    expect(world.story({ kind: "broker", broker: 2 }, -1)).toContain(
      "  17.000s the controller fences b2, whose heartbeats get lost since 8.000s",
    );
  });

  test("a cluster spins: on which request and answer", () => {
    const world = new Hand();
    for (let i = 0; i < 50; i++) {
      const atMicros = 40_000_000 + i * 20_000;
      world.at(40 + i / 50, (told) => told.fetchRefused(1, tp, 3, Errors.OFFSET_OUT_OF_RANGE));
      for (const input of ["Fetch from b3", "DescribeQuorum from b3"].slice(0, i % 5 === 0 ? 2 : 1))
        world.recorded.inputs.note({ event: 1, atMicros, node: "b1", input, sends: [] });
    }
    const text = world.story({ kind: "cluster", sinceMicros: 40_000_000 }, -1);
    expect(text).toContain(
      "  40.000s b1 answers OFFSET_OUT_OF_RANGE to the fetch of orders-0 by b3 (50 times until 40.980s)",
    );
    expect(text).toContain("  70.000s b1 handles Fetch from b3 50 times in one second");
  });
});

// Some take a thousand runs and more to be found.
describe("planted defects", { timeout: 300_000 }, () => {
  /** The stories of one run that shows all of these checks, one after another; the first of them as wanted. */
  const storiesOf = (defect: string, checks: readonly string[], wanted = /./, seed = "failures"): readonly string[] => {
    const isWanted = ({ check, sentence }: Violation): boolean => check === checks[0] && wanted.test(sentence);
    const [failure] = findFailures(propertySpace(defect), isWanted, 1, 4000, seed);
    return checks.map((check) =>
      tell(failure!.scenario, {
        fingerprint: run(failure!.scenario).violations.find((one) => one.check === check)!.fingerprint,
      })
        .story.map(lineText)
        .join("\n"),
    );
  };

  test("R-18 spins and moves nothing: the same fetch is out of range for ever", () => {
    const [spinning, outside] = storiesOf("R-18", ["no-tight-loop", "isr-refills"]);
    expect(spinning).toMatch(/OFFSET_OUT_OF_RANGE to the fetch of \S+ by b\d \(\d{3,} times/);
    expect(spinning).toMatch(/b\d handles Fetch from b\d \d{3,} times in one second/);
    expect(outside).toMatch(/OFFSET_OUT_OF_RANGE to the fetch of \S+ by b\d \(\d{3,} times until/);
    expect(outside).toMatch(/has fetched nothing of \S+ in epoch \d+: its log ends at \d+, that of b\d starts at \d+/);
  });

  test("E-14: the topic is another, the broker that should lead it is of the old one", () => {
    const [text] = storiesOf("E-14", ["leader-eventually"]);
    expect(text).toMatch(/topic \S+ is deleted/);
    expect(text).toMatch(/b\d has not begun to lead \S+ in epoch \d+/);
  });

  test("R-02: the follower's log ends beyond the leader's", () => {
    const beyond = /at (?:[3-9]|\d\d) with high watermark \d+; the leader's log ends at [0-2]$/;
    expect(storiesOf("R-02", ["high-watermark-reaches-end"], beyond)[0]).toMatch(
      /b\d has fetched nothing of \S+ in epoch \d+: its log ends at \d+, that of b\d ends at \d+/,
    );
  });

  test("R-02: the follower's log ends within a batch of the leader's, before the ISR changes once more", () => {
    const within = /at \d with high watermark \d; the leader's log ends at \d\d$/;
    expect(storiesOf("R-02", ["high-watermark-reaches-end"], within, "a1")[0]).toMatch(
      /b(\d) gives (\S+) up until its next leader epoch: \S+[\s\S]+the ISR of \2 becomes [\s\S]+b\1 has fetched \2 up to offset \d+, and nothing since/,
    );
  });
});
