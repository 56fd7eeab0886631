/** Each check refuses a world that is wrong in its own way, and no other; and lets a good one be. */
import { describe, expect, test } from "vitest";
import { allChecks, clusterChecks } from "../../src/prove/checks/all.ts";
import type { Scene } from "../../src/prove/checks/check.ts";
import { newCluster } from "../../src/prove/prove.ts";
import { newGhost } from "../../src/prove/state/ghost.ts";
import { type ImageView, nameOf, type ReplicaView } from "../../src/prove/state/views.ts";
import { question } from "./questions.ts";

/** Of nobody in particular, written in epoch 0. */
const [first, second, other] = [1, 2, 3].map((id) => nameOf(0, -1, id)) as [number, number, number];

/** b1 leads in epoch 0, b2 follows; both hold two records, the first of which is committed. */
function world(
  change: {
    readonly leader?: Partial<ReplicaView>;
    readonly follower?: Partial<ReplicaView>;
    readonly ghost?: Partial<Scene["ghost"]>;
    readonly registration?: Partial<ImageView["registration"]>;
    readonly image?: Partial<ImageView>;
    readonly elr?: boolean;
  } = {},
): Scene {
  const cluster = newCluster(question("isr", "kafka-4"));
  const { image, replicas } = cluster.scene(cluster.start());
  const log = { records: [first, second], highWatermark: 1 };
  return {
    ghost: { ...newGhost(), committed: [first], ...change.ghost },
    image: { ...image, ...change.image, registration: { ...image.registration, ...change.registration } },
    replicas: [
      { ...replicas[0]!, ...log, ...change.leader },
      { ...replicas[1]!, ...log, ...change.follower },
    ],
    elr: change.elr ?? true,
  };
}

const broken = (scene: Scene): readonly string[] =>
  allChecks.flatMap((check) => {
    const sentence = check.find(scene);
    return sentence === null ? [] : [`${check.name}: ${sentence}`];
  });

/** What an idempotent producer in its epoch 0, or 1, wrote in leader epoch 0. */
const sent = (id: number, producerEpoch = 0): number => nameOf(0, producerEpoch, id);
const committing = (committed: readonly number[], acked: Scene["ghost"]["acked"] = []): Scene =>
  world({ leader: { records: committed }, follower: { records: committed }, ghost: { committed, acked } });

describe("a good world breaks nothing", () => {
  test.each([
    ["as it stands", world()],
    [
      "nobody leads, and who did has lost everything",
      world({ registration: { leader: -1, isr: [2] }, leader: { records: [], highWatermark: 0 } }),
    ],
    [
      "a follower is behind, outside the ISR",
      world({ registration: { isr: [1] }, follower: { records: [], highWatermark: 0 } }),
    ],
    [
      "a member lost its disk and will come back as another incarnation",
      world({ follower: { records: [], highWatermark: -1, isUp: false, isWiped: true } }),
    ],
    [
      "a leader of an epoch that is past lacks what came later",
      world({ registration: { leader: 2, leaderEpoch: 1, isr: [2] }, leader: { records: [], highWatermark: 0 } }),
    ],
    [
      "without eligible leader replicas the sole member of an ISR may be fenced",
      world({
        elr: false,
        registration: { leader: -1, isr: [2] },
        image: { brokerStates: [1, 2, 3].map((id) => ({ fenced: id === 3, shuttingDown: false })) },
      }),
    ],
    ["a producer that has bumped its epoch sends again", committing([sent(1), sent(1, 1)])],
    ["a producer without idempotence writes twice", committing([first, first])],
    [
      "what was told stands where it was told",
      committing(
        [sent(1), sent(2)],
        [
          { record: 2, offset: 1 },
          { record: 1, offset: -1 },
        ],
      ),
    ],
  ])("%s", (_name, scene) => {
    expect(broken(scene)).toEqual([]);
  });
});

describe("a bad world", () => {
  const cases: readonly (readonly [check: string, sentence: string, scene: Scene])[] = [
    [
      "committed-stable",
      "b1 leads in epoch 0 without orders-0@0, which was committed",
      world({ leader: { records: [other], highWatermark: 0 } }),
    ],
    [
      "one-value-per-offset",
      "orders-0@0 is committed with two different records",
      world({ ghost: { conflict: 0, conflicting: other } }),
    ],
    [
      "log-matching",
      "b2 counts another record at orders-0@0 as committed",
      world({ registration: { isr: [1] }, follower: { records: [other], highWatermark: 1 } }),
    ],
    [
      "strong-isr",
      "b2 is in the ISR of the controller, but does not hold orders-0@0, which is committed",
      world({ follower: { records: [], highWatermark: 0 } }),
    ],
    ["leader-unique", "b1 and b2 both lead in epoch 0", world({ follower: { isLeader: true, leaderEpoch: 0 } })],
    ["leader-in-isr", "b1 leads, but is not in the ISR", world({ registration: { isr: [2] } })],
    [
      "valid-isr",
      "b2 is in the ISR, but fenced",
      world({ image: { brokerStates: [1, 2, 3].map((id) => ({ fenced: id === 3, shuttingDown: false })) } }),
    ],
    [
      "isr-superset",
      "b1 leads in epoch 0 and does not wait for b2, which the controller may elect",
      world({ leader: { maximalIsr: [1] } }),
    ],
    ["no-duplicate", "record 1 is committed twice, at orders-0@0 and at orders-0@1", committing([sent(1), sent(1)])],
    [
      "producer-order",
      "record 1 is committed at orders-0@1, behind record 2, which was sent after it",
      committing([sent(2), sent(1)]),
    ],
    [
      "acked-is-committed",
      "record 2 is acknowledged at orders-0@1, but not committed there",
      committing([sent(1)], [{ record: 2, offset: 1 }]),
    ],
  ];

  /** A leader without a committed record is also a member of the ISR without it. */
  const alsoBroken: Readonly<Record<string, readonly string[]>> = { "committed-stable": ["strong-isr"] };

  test.each(cases)("%s: %s", (check, sentence, scene) => {
    const found = broken(scene);
    expect(found).toContain(`${check}: ${sentence}`);
    expect(found.map((text) => text.split(":")[0]).sort()).toEqual([check, ...(alsoBroken[check] ?? [])].sort());
  });

  test("every check has one", () => {
    expect(cases.map(([check]) => check)).toEqual(allChecks.map((check) => check.name));
    expect(clusterChecks.every((check) => allChecks.includes(check))).toBe(true);
  });
});
