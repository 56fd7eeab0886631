/** Commands to a controller, drawn, and a world of brokers around it that judges what comes of them. */
import fc from "fast-check";
import { expect } from "vitest";
import type { ElectionKind } from "../src/kafka/observer.ts";
import {
  alterConfigs,
  alterPartition,
  createPartitions,
  createTopics,
  deleteTopics,
  electLeaders,
  newTopic,
  reassign,
} from "../test/kafka/controller/requests.ts";
import type { Variation } from "../test/kafka/controller/settings.ts";
import { World } from "../test/kafka/controller/world.ts";

const brokers = 4;
const id = fc.integer({ min: 1, max: brokers });
const topic = fc.constantFrom("orders", "payments");
const partition = fc.nat({ max: 5 });
const bits = fc.integer({ min: 0, max: 31 });

const kinds = [
  "beat",
  "beat",
  "beat",
  "lag",
  "fence",
  "stop",
  "crash",
  "start",
  "start",
  "start",
  "same",
  "fail-directory",
  "replace-disk",
  "silence",
  "isr",
  "isr",
  "isr",
  "isr",
  "delay-isr",
  "deliver",
  "stale-isr",
  "create",
  "grow",
  "delete",
  "reassign",
  "reassign",
  "cancel",
  "preferred",
  "unclean",
  "min-isr",
  "allow-unclean",
  "balance",
  "elect-uncleanly",
  "controller-restart",
  "controller-power-loss",
] as const;

const command = fc.record({ kind: fc.constantFrom(...kinds), id, topic, partition, bits });
type Command = typeof command extends fc.Arbitrary<infer T> ? T : never;

function pick(world: World, { partition }: Command): number {
  const tps = [...world.host.image.partitions.keys()];
  return tps[partition % Math.max(1, tps.length)] ?? -1;
}

/** A proposal of the leader of this moment: itself and those of the replicas that `bits` name, if they are up. */
function propose(world: World, c: Command, isStale: boolean): ReturnType<typeof alterPartition> | null {
  const tp = pick(world, c);
  const p = world.host.image.partitions.get(tp);
  if (p === undefined || p.leader < 0) return null;
  const leader = world.broker(p.leader);
  if (!leader.isUp || leader.epoch < 0) return null;
  const members = p.replicas.filter((r) => r === p.leader || (c.bits & (1 << r)) !== 0);
  const fetching = members.filter((r) => world.broker(r).isUp && world.broker(r).epoch >= 0);
  return alterPartition(p.leader, leader.epoch, [
    {
      topicPartition: tp,
      leaderEpoch: p.leaderEpoch - (isStale && c.bits % 3 === 0 ? 1 : 0),
      partitionEpoch: p.partitionEpoch - (isStale && c.bits % 3 === 1 ? 1 : 0),
      newIsr: fetching.map((r) => ({ brokerId: r, brokerEpoch: world.broker(r).epoch - (isStale ? 1 : 0) })),
    },
  ]);
}

type Act = (world: World, c: Command) => void;

/** What can happen. Those that are named several times in `kinds` happen more often. */
const acts: Readonly<Record<(typeof kinds)[number], Act>> = {
  beat: (world, c) => world.beat(c.id),
  lag: (world, c) => world.beat(c.id, false, false, 1 + c.bits),
  fence: (world, c) => world.beat(c.id, true),
  stop: (world, c) => world.beat(c.id, false, true),
  crash: (world, c) => world.crash(c.id),
  start: (world, c) => {
    world.start(c.id);
    world.beat(c.id);
  },
  same: (world, c) => world.start(c.id),
  "fail-directory": (world, c) => world.failDirectory(c.id),
  "replace-disk": (world, c) => world.replaceDisk(c.id),
  silence: (world, c) => world.silence(c.id),
  isr: (world, c) => proposeNow(world, propose(world, c, false)),
  "stale-isr": (world, c) => proposeNow(world, propose(world, c, true)),
  "delay-isr": (world, c) => {
    const proposal = propose(world, c, false);
    if (proposal !== null) world.delayed.push(proposal);
  },
  deliver: (world) => proposeNow(world, world.delayed.shift() ?? null),
  create: ({ host }, c) => {
    const configs = { "min.insync.replicas": String(1 + (c.bits % 2)) };
    const numPartitions = 1 + (c.bits % 3);
    host.send(createTopics(newTopic(c.topic, { numPartitions, replicationFactor: 1 + (c.partition % 3), configs })));
  },
  grow: ({ host }, c) => {
    host.send(createPartitions(c.topic, c.partition));
  },
  delete: ({ host }, c) => {
    if (c.bits % 4 === 0) host.send(deleteTopics(c.topic));
  },
  reassign: (world, c) => {
    const target = [1, 2, 3, 4].filter((r) => (c.bits & (1 << r)) !== 0);
    world.host.send(reassign(pick(world, c), c.bits % 2 === 0 ? target : target.reverse()));
  },
  cancel: (world, c) => {
    world.host.send(reassign(pick(world, c), null));
  },
  preferred: ({ host }) => {
    host.send(electLeaders("preferred", null));
  },
  unclean: (world, c) => {
    world.host.send(electLeaders("unclean", [pick(world, c)]));
  },
  "min-isr": ({ host }, c) => {
    host.send(alterConfigs(c.topic, { "min.insync.replicas": c.bits % 4 === 0 ? null : String(c.bits % 4) }));
  },
  "allow-unclean": ({ host }, c) => {
    host.send(alterConfigs(c.topic, { "unclean.leader.election.enable": c.bits % 2 === 0 ? "true" : "false" }));
  },
  balance: ({ host }) => host.step({ kind: "timer", timer: 1 }),
  "elect-uncleanly": ({ host }) => host.step({ kind: "timer", timer: 2 }),
  "controller-restart": ({ host }) => host.restart(),
  "controller-power-loss": ({ host }) => host.losePower(),
};

function proposeNow(world: World, proposal: ReturnType<typeof propose>): void {
  if (proposal !== null) world.propose(proposal);
}

/** Null, or what was wrong first. `isQuick`: without a comparison with the fold of the disk. */
export function play(
  variation: Variation,
  seed: number,
  commands: readonly Command[],
  seen: Set<ElectionKind>,
  isQuick = false,
): string | null {
  const world = new World(brokers, variation, seed);
  world.host.send(
    createTopics(newTopic("orders", { numPartitions: 2 }), newTopic("payments", { replicationFactor: 2 })),
  );
  for (const c of commands) {
    acts[c.kind](world, c);
    world.judge();
    if (world.problem !== null) return `${c.kind}: ${world.problem}`;
    if (!isQuick) expect(world.host.image).toEqual(world.host.fold());
  }
  for (const kind of world.elections) seen.add(kind);
  return null;
}

export const commands = fc.array(command, { minLength: 1, maxLength: 60, size: "max" });
