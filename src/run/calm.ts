/**
 * The calm phase. First a core is healed for good while what is broken outside it stays dead: progress that the core can
 * make is required. Then everything is healed, and all acknowledged work must come to rest.
 */
import type { Nemesis } from "../chaos/nemesis.ts";
import { settleMs } from "../check/guarantees.ts";
import type { NodeId } from "../core/ids.ts";
import { hashText, mix3 } from "../core/mix.ts";
import { microsOf } from "../core/time.ts";
import { offsetsTopic } from "../kafka/group/records.ts";
import { isUnfenced } from "../kafka/metadata/image.ts";
import type { PartitionRegistration } from "../kafka/metadata/records.ts";
import type { TopicPartition } from "../kafka/topic-partition.ts";
import type { Outcome } from "../scenario/outcome.ts";
import { areClientsAtRest } from "./final-clients.ts";
import { areGroupsAtRest } from "./final-groups.ts";
import { finalState } from "./final-state.ts";
import { sendProbes } from "./probe.ts";
import { controllerState, replicaManagerOf, type World } from "./world.ts";

/** How often the cluster is looked at. */
const sliceMs = 500;
/** The last look must be as quiet as the one before: nothing was in flight. When probes have been answered one look is enough. */
const quietLooks = { first: 2, probed: 1 } as const;

export function calmDown(world: World, nemesis: Nemesis, found: () => boolean): Outcome["stop"] {
  const { sim, trial, scenario } = world;
  nemesis.healAll(coreOf(world));
  sim.chance.endStragglers();
  const absent = world.brokers.filter((broker) => !world.members().includes(broker));
  for (const node of sim.nodes)
    if (!absent.includes(node) && (sim.statusOf(node) === "down" || sim.statusOf(node) === "off"))
      world.frozen.add(node);
  if (world.frozen.size > 0) {
    const forMs = scenario.limits.calmMs / 2;
    const early = wait(world, forMs, quietLooks.first, found);
    if (early === "violation" || early === "event-limit") return early;
    if (settleMs(world.settings.broker) <= forMs) trial.judgeCore(finalState(world, early));
  }
  world.frozen.clear();
  nemesis.healAll(null);
  trial.enterCalm();
  const rest = wait(world, scenario.limits.calmMs, quietLooks.first, found);
  if (rest !== "done") return rest;
  sendProbes(world);
  return wait(world, scenario.limits.calmMs, quietLooks.probed, found);
}

function wait(world: World, forMs: number, looks: number, found: () => boolean): Outcome["stop"] {
  const { sim, scenario } = world;
  const { maxEvents } = scenario.limits;
  const end = sim.now + microsOf(Math.floor(forMs));
  for (let quiet = 0; sim.now < end; ) {
    const stop = sim.runUntil(found, { untilMicros: Math.min(end, sim.now + microsOf(sliceMs)), maxEvents });
    if (stop === "done") return "violation";
    if (stop === "events") return "event-limit";
    quiet = isQuiet(world) ? quiet + 1 : 0;
    if (quiet >= looks) return "done";
  }
  return "calm-limit";
}

/** The controllers, the clients, and by the run's own draw all brokers or all but one that is down when the chaos ends. */
function coreOf({ sim, brokers, members, scenario }: World): readonly NodeId[] | null {
  const draw = mix3(hashText(scenario.seed), hashText("core"), brokers.length) >>> 0;
  const down = members().filter((broker) => sim.statusOf(broker) === "down");
  if (brokers.length < 2 || down.length === 0 || draw % 4 === 0) return null;
  const left = down[(draw >>> 3) % down.length]!;
  return sim.nodes.filter((node) => node !== left);
}

/** Leaders everywhere, replicas in sync and equal, clients with nothing left to do. */
function isQuiet(world: World): boolean {
  const image = controllerState(world)?.image;
  if (image === undefined) return false;
  const alive = world.members().filter((broker) => !world.frozen.has(broker));
  if (!alive.every((broker) => isUnfenced(image, broker))) return false;
  for (const [tp, registration] of image.partitions) {
    if (!isSettled(world, tp, registration, alive)) return false;
  }
  return world.trial.pendingSends() === 0 && areClientsAtRest(world) && areGroupsAtRest(world);
}

function isSettled(
  world: World,
  tp: TopicPartition,
  registration: PartitionRegistration,
  alive: readonly number[],
): boolean {
  const { leader, replicas, isr, addingReplicas, removingReplicas } = registration;
  if (addingReplicas.length > 0 || removingReplicas.length > 0) return false;
  const expected = replicas.filter((replica) => alive.includes(replica));
  if (leader < 0 || !expected.every((replica) => isr.includes(replica))) return false;
  const lead = replicaManagerOf(world, leader)?.partitions.byKey.get(tp);
  if (lead?.partition?.role !== "leader" || lead.log === null) return false;
  const { logEndOffset, highWatermark } = lead.log;
  // Members of groups commit as long as they live.
  const isWritten = lead.partition.topicName === offsetsTopic;
  if (lead.partition.pending !== null || (highWatermark !== logEndOffset && !isWritten)) return false;
  // Nor is who was moved away and has not heard of it.
  if (alive.some((broker) => !replicas.includes(broker) && isHosted(world, broker, tp))) return false;
  return expected.every((replica) => {
    const hosted = replicaManagerOf(world, replica)?.partitions.byKey.get(tp);
    // A process that the controller has not registered yet has its logs loaded, but plays no part.
    if (hosted?.status !== "online" || hosted.partition?.leaderEpoch !== registration.leaderEpoch) return false;
    // Nor does one to which the controller's latest word is still under way.
    if (hosted.partition.partitionEpoch !== registration.partitionEpoch) return false;
    const isLevel = hosted.log?.logEndOffset === logEndOffset && hosted.log.highWatermark === highWatermark;
    return isLevel || isWritten;
  });
}

const isHosted = (world: World, broker: number, tp: TopicPartition): boolean =>
  replicaManagerOf(world, broker)?.partitions.byKey.get(tp)?.status === "online";
