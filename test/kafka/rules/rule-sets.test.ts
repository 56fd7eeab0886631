/** Every decision point is one that history or a defect decides otherwise, and each that does so answers otherwise. */
import { describe, expect, test } from "vitest";
import { defects } from "../../../src/kafka/rules/defects.ts";
import { ladder } from "../../../src/kafka/rules/ladder.ts";
import { releaseChanges } from "../../../src/kafka/rules/releases/index.ts";
import { kafka4, type Override, overrideRules } from "../../../src/kafka/rules/rules.ts";

const rooms = ["log", "replication", "producer", "consumer", "controller"] as const;

const decisionsOf = (override: Omit<Override, "name">): (readonly [name: string, rule: unknown, today: unknown])[] =>
  rooms.flatMap((room) =>
    Object.entries(override[room] ?? {}).map(
      ([name, rule]) => [`${room}.${name}`, rule, Reflect.get(kafka4[room], name)] as const,
    ),
  );

const fenced = { fenced: true, inControlledShutdown: false };
const member = { inIsr: true, inMaximalIsr: true, inProposedIsr: false };

/** What a rule is asked, so that an answer other than today's shows. */
const questions: Readonly<Record<string, readonly (readonly unknown[])[]>> = {
  "log.epochLookupReply": [[{ requestedEpoch: 2, floorEpoch: 1, endOffset: 7 }]],
  "log.firstUncleanableOffset": [[{ lastStableOffset: 5, highWatermark: 5, logEndOffset: 9 }]],
  "log.keptBatchEnd": [[{ cleanedEnd: 5, highWatermark: 9 }]],
  "replication.truncationOffset": [[5, 9]],
  "replication.lastFetchedEpochToSend": [[3]],
  "replication.acceptsEpochResponse": [[1, 2]],
  "replication.acceptsFetchResponse": [
    [
      { fetchOffset: 8, currentLeaderEpoch: 1 },
      { fetchOffset: 8, currentLeaderEpoch: 3 },
    ],
  ],
  "replication.lastFetchedEpochAfterEmpty": [[3]],
  "replication.brokerEpochToSend": [[7]],
  "replication.checkFetchEpoch": [[1, 2]],
  "replication.checkLookupEpoch": [[1, 2]],
  "replication.countsAcknowledgement": [[1, 2]],
  "replication.sessionLeaderEpoch": [[3]],
  "replication.consumerBound": [[5, 9]],
  "replication.keepsFollowers": [[1, 3]],
  "replication.mayJoinIsr": [[{ logEndOffset: 5, highWatermark: 5, leaderEpochStartOffset: 8 }]],
  "replication.mayJoinWhile": [[false]],
  "replication.holdsBackHighWatermark": [[member, false]],
  "replication.effectiveMinIsr": [[3, 2]],
  "replication.mayAdvanceHighWatermark": [[1, 2]],
  "replication.isCaughtUp": [[{ logEndOffset: 5, leaderLogEndOffset: 6, sinceCaughtUpMs: 40_000, maxLagMs: 30_000 }]],
  "replication.retriedProposal": [[{ newIsr: [1, 2] }]],
  "producer.requeueIndex": [[[1, 2], 0]],
  "producer.renumbersOnBump": [[false]],
  "producer.resetSequenceOnBump": [[false]],
  "consumer.validatesPosition": [[1, 2]],
  "controller.isrEligibility": [[fenced]],
  "controller.notesLastLeader": [[{ losesLeader: true, isrEmpties: false, isNoted: false }]],
  "controller.mayElectLastKnownLeader": [[false]],
  "controller.reassignmentMayComplete": [
    [{ isr: [1, 4], replicas: [1, 2, 4], adding: [4], removing: [3] }],
    [{ isr: [4], replicas: [2, 4], adding: [4], removing: [1, 3] }],
  ],
  "controller.getsSessionAtStart": [[true]],
  "controller.lifecycleRetryMs": [[0, { brokerHeartbeatIntervalMs: 2000, brokerSessionTimeoutMs: 9000 }]],
  "controller.lifecycleAttemptMs": [[{ brokerHeartbeatIntervalMs: 2000, brokerSessionTimeoutMs: 9000 }]],
};

function answers(name: string, rule: unknown): readonly unknown[] {
  if (typeof rule !== "function") return [rule];
  return (questions[name] ?? []).map((question) => Reflect.apply(rule, undefined, question));
}

const historical: readonly (readonly [string, Omit<Override, "name">])[] = [
  ...ladder.map((override) => [override.name, override] as const),
  ...releaseChanges.map(({ source, override }) => [source, override] as const),
];
const planted = [...historical, ...defects.map(({ id, override }) => [id, override] as const)];

describe("rule sets", () => {
  test("climb in the order of history", () => {
    expect(ladder.map((one) => one.name)).toEqual([
      "before-kip-101",
      "kip-101",
      "kip-279",
      "kip-320-first-try",
      "kip-320",
      "kafka-4-mended",
    ]);
  });

  test.each([...ladder, ...defects.map((defect) => defect.override)])(
    "$name keeps the shape of the rules",
    (override) => {
      const rules = overrideRules(kafka4, override);
      expect(rules.name).toBe(override.name);
      expect(Object.keys(rules)).toEqual(Object.keys(kafka4));
      for (const room of rooms) expect(Object.keys(rules[room])).toEqual(Object.keys(kafka4[room]));
    },
  );

  test.each(planted)("each decision of %s answers otherwise than today", (_name, override) => {
    for (const [name, rule, today] of decisionsOf(override))
      expect(answers(name, rule), name).not.toEqual(answers(name, today));
  });

  test.each(defects)("defect $id changes a decision or a setting, and says where it is from", (defect) => {
    expect(defect.override.name).toBe(defect.id);
    expect(decisionsOf(defect.override).length > 0 || defect.settings !== undefined).toBe(true);
    expect(defect.title.length * defect.source.length).toBeGreaterThan(0);
  });

  test("are all that there is: no decision point exists that nothing decides otherwise", () => {
    const known = rooms.flatMap((room) => Object.keys(kafka4[room]).map((name) => `${room}.${name}`));
    const decided = new Set(planted.flatMap(([, override]) => decisionsOf(override).map(([name]) => name)));
    expect(known.filter((name) => !decided.has(name))).toEqual([]);
  });
});
