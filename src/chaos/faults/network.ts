/** Links are cut, slow, reset. Cuts are counted by the simulator, so that overlaps compose. */
import type { NodeId } from "../../core/ids.ts";
import { microsOf } from "../../core/time.ts";
import type { Episode } from "../episode.ts";
import { faultCard } from "../fault-card.ts";
import { broker, duration, flag, linkEnd, type NodeName, node } from "../fault-fields.ts";
import type { FaultWorld } from "../fault-world.ts";

type Way = readonly [from: NodeId, to: NodeId];

/** Kafka's clients to brokers, followers to leaders and heartbeats to the controller share this channel. */
const mainChannel = 0;

/** Every way from one group to the other, and back unless `oneWay`. */
function waysBetween(from: readonly NodeId[], to: readonly NodeId[], oneWay: boolean): readonly Way[] {
  const ways: Way[] = [];
  for (const one of from) {
    for (const other of to) {
      if (one === other) continue;
      ways.push([one, other]);
      if (!oneWay) ways.push([other, one]);
    }
  }
  return ways;
}

function cutWays(
  world: FaultWorld,
  episode: Episode,
  ways: readonly Way[],
  channel: number | null,
  durationMs: number,
): true {
  for (const [from, to] of ways) world.simulator.cut(from, to, channel);
  episode.lasts(world, durationMs, () => {
    for (const [from, to] of ways) world.simulator.heal(from, to, channel);
  });
  return true;
}

/** A group of nodes still hears itself, and nobody else. */
export function isolateNodes(world: FaultWorld, episode: Episode, nodes: readonly NodeId[], durationMs: number): true {
  const others = world.simulator.nodes.filter((other) => !nodes.includes(other));
  return cutWays(world, episode, waysBetween(nodes, others, false), null, durationMs);
}

interface Ends {
  readonly at: { readonly from: readonly NodeId[]; readonly to: readonly NodeId[] };
}

const linksAnyone = ({ at }: Ends): boolean => at.from.some((one) => at.to.some((other) => other !== one));

interface Sides {
  readonly from: readonly NodeName[];
  readonly to: readonly NodeName[];
}

/** Whom the first group cannot reach, each once; those on both sides are cut from one another. */
function otherSideOf({ from, to }: Sides): readonly NodeName[] {
  const isOnBothSides = from.filter((one) => to.includes(one)).length > 1;
  return [...to.filter((one) => !from.includes(one)), ...(isOnBothSides ? ["each other"] : [])];
}

/** `oneWay`: only from the first group to the second. */
export const cut = faultCard({
  kind: "cut",
  fields: {
    from: { is: "nodes", drawn: { few: "brokers", all: "everybody" } },
    to: { is: "nodes", drawn: { few: "cluster", all: "cluster" } },
    oneWay: flag,
    durationMs: duration,
  },
  profiles: ["network"],
  isFrequent: true,
  concerns: linksAnyone,
  begin: ({ fault, at, world }, episode) =>
    cutWays(world, episode, waysBetween(at.from, at.to, fault.oneWay), null, fault.durationMs),
  begins: (fault, { all }) =>
    `${all(fault.from)} ${fault.oneWay ? "can send nothing to" : "can no longer reach"} ${all(otherSideOf(fault))}`,
  ends: (fault, { all }) =>
    `${all(fault.from)} can ${fault.oneWay ? "send to" : "reach"} ${all(otherSideOf(fault))} again`,
  simpler(fault) {
    if (fault.from.length + fault.to.length <= 2) return [];
    return fault.from.flatMap((from) => fault.to.map((to) => ({ ...fault, from: [from], to: [to] })));
  },
});

export const isolate = faultCard({
  kind: "isolate",
  fields: { node, durationMs: duration },
  profiles: ["network"],
  isFrequent: true,
  takesLeadersAway: true,
  begin: ({ fault, at, world }, episode) => isolateNodes(world, episode, at.node, fault.durationMs),
  begins: ({ node: lonely }, { who }) => `${who(lonely)} is cut off from everybody`,
  ends: ({ node: lonely }, { who }) => `${who(lonely)} can be reached again`,
});

export const slowLink = faultCard({
  kind: "slow-link",
  fields: { from: linkEnd, to: linkEnd, extraMs: { is: "delay" }, durationMs: duration },
  profiles: ["network"],
  isFrequent: true,
  concerns: linksAnyone,
  begin({ fault, at, world }, episode) {
    const from = at.from[0]!;
    const to = at.to[0]!;
    const micros = Math.round(microsOf(Math.max(0, fault.extraMs)));
    world.simulator.slow(from, to, micros);
    episode.lasts(world, fault.durationMs, () => world.simulator.slow(from, to, -micros));
    return true;
  },
  begins: ({ from, to, extraMs }, { who }) => `the link between ${who(from)} and ${who(to)} is ${extraMs} ms slower`,
});

export const reset = faultCard({
  kind: "reset",
  fields: { from: { is: "node", drawn: "brokers-or-clients" }, to: node },
  profiles: ["network"],
  concerns: linksAnyone,
  begin({ at, world }) {
    world.simulator.reset(at.from[0]!, at.to[0]!);
    return false;
  },
  begins: ({ from, to }, { who }) => `the connections between ${who(from)} and ${who(to)} are reset`,
});

/** The broker's heartbeats to the controller are lost, all else works. */
export const sessionLoss = faultCard({
  kind: "session-loss",
  fields: { node: broker, durationMs: duration },
  profiles: ["network"],
  isFrequent: true,
  takesLeadersAway: true,
  concerns: ({ at, world }) => at.node.some((one) => world.members.includes(one)),
  begin({ fault, at, world }, episode) {
    const ways = waysBetween(at.node, world.cluster.controllers, false);
    return cutWays(world, episode, ways, mainChannel, fault.durationMs);
  },
  begins: ({ node: silent }, { who }) => `the heartbeats of ${who(silent)} to the controller get lost`,
  ends: ({ node: silent }, { who }) => `the heartbeats of ${who(silent)} arrive again`,
});
