/** Machines lose power, one, several or a rack of them. */
import type { NodeId } from "../../core/ids.ts";
import type { Episode } from "../episode.ts";
import { faultCard } from "../fault-card.ts";
import { duration, flag } from "../fault-fields.ts";
import type { FaultWorld } from "../fault-world.ts";
import { isolateNodes } from "./network.ts";

/** All at one moment, so that no replica hears of another's loss; also those whose process was down already. */
function losePower(world: FaultWorld, episode: Episode, nodes: readonly NodeId[], downMs: number, torn: boolean): void {
  for (const victim of nodes) {
    world.hold(victim);
    world.simulator.losePower(victim, episode.fault.id, torn, episode.anchored);
  }
  episode.lasts(world, downMs, () => {
    for (const victim of nodes) world.release(victim);
  });
}

/** `tail`: how much of what was not flushed survives: none, or a random part of it. */
export const powerLoss = faultCard({
  kind: "power-loss",
  fields: {
    nodes: { is: "nodes", drawn: { few: "brokers", all: "cluster" } },
    downMs: duration,
    tail: { is: "choice", of: ["none", "torn"] },
  },
  profiles: ["power-loss"],
  isFrequent: true,
  takesLeadersAway: true,
  victims: ({ at }) => at.nodes,
  begin({ fault, at, world }, episode) {
    losePower(world, episode, at.nodes, fault.downMs, fault.tail === "torn");
    return true;
  },
  begins: ({ nodes }, { all }) => `${all(nodes)} ${nodes.length > 1 ? "lose" : "loses"} power`,
  showsItself: () => true,
  simpler(fault) {
    if (fault.nodes.length > 1) return fault.nodes.map((one) => ({ ...fault, nodes: [one] }));
    return fault.tail === "torn" ? [{ ...fault, tail: "none" }] : [];
  },
});

const inRack = (rack: string, world: FaultWorld): readonly NodeId[] =>
  world.members.filter((one) => world.cluster.rackOf(one) === rack);

/** Without `power` the rack is cut off from everybody, but not from itself. */
export const rackOutage = faultCard({
  kind: "rack-outage",
  fields: { rack: { is: "rack" }, power: flag, downMs: duration },
  profiles: ["power-loss"],
  concerns: ({ fault, world }) => inRack(fault.rack, world).length > 0,
  victims: ({ fault, world }) => (fault.power ? inRack(fault.rack, world) : []),
  begin({ fault, world }, episode) {
    const nodes = inRack(fault.rack, world);
    if (fault.power) losePower(world, episode, nodes, fault.downMs, true);
    else isolateNodes(world, episode, nodes, fault.downMs);
    return true;
  },
  begins: ({ rack, power }) => (power ? `rack ${rack} loses power` : `rack ${rack} is cut off from everybody`),
  ends: ({ rack, power }) => (power ? null : `rack ${rack} can be reached again`),
  showsItself: ({ power }) => power,
});
