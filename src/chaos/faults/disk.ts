/** Disks: one comes back empty, fails, fills up, is slow. `disk` -1 means all disks of the node. */
import { isController, type NodeId } from "../../core/ids.ts";
import type { SimDisk } from "../../sim/disk.ts";
import type { Episode } from "../episode.ts";
import { faultCard, type Onset, type Speaker } from "../fault-card.ts";
import { broker, disk, duration, type NodeName } from "../fault-fields.ts";
import type { FaultWorld } from "../fault-world.ts";

interface OfDisk {
  readonly node: NodeName;
  readonly disk: number;
}

type DiskOnset<F extends OfDisk> = Onset<F, { readonly node: readonly NodeId[] }>;

const disksOf = ({ fault, at, world }: DiskOnset<OfDisk>): readonly SimDisk[] =>
  at.node.flatMap((one) =>
    world.simulator.disksOf(one).filter((each) => fault.disk === -1 || fault.disk === each.index),
  );

const hasDisk = (onset: DiskOnset<OfDisk>): boolean => disksOf(onset).length > 0;

const aDisk = ({ node, disk: index }: OfDisk, { who }: Speaker): string =>
  index < 0 ? `every disk of ${who(node)}` : `disk ${index} of ${who(node)}`;

/** Ends with a repaired disk, contents intact; a broker that had halted for it is started again. */
function refuse(
  onset: DiskOnset<OfDisk & { readonly durationMs: number }>,
  episode: Episode,
  counts: FaultWorld["failures"],
  apply: (each: SimDisk, refuses: boolean) => void,
): true {
  const { fault, at, world } = onset;
  const disks = disksOf(onset);
  for (const each of disks) {
    counts.set(each, (counts.get(each) ?? 0) + 1);
    apply(each, true);
  }
  episode.lasts(world, fault.durationMs, () => {
    for (const each of disks) {
      const left = (counts.get(each) ?? 1) - 1;
      counts.set(each, left);
      if (left === 0) apply(each, false);
    }
    world.diskRepaired(at.node[0]!);
  });
  return true;
}

/** The broker dies, one disk (or all) comes back empty. The controller's disk stands for a quorum's: never wiped. */
export const diskWipe = faultCard({
  kind: "disk-wipe",
  fields: { node: broker, disk, downMs: duration },
  profiles: ["disk-loss"],
  takesLeadersAway: true,
  concerns: (onset) => hasDisk(onset) && !onset.at.node.some(isController),
  victims: ({ at }) => at.node,
  begin(onset, episode) {
    const { fault, at, world } = onset;
    const victim = at.node[0]!;
    world.hold(victim);
    world.simulator.crash(victim, episode.anchored);
    for (const each of disksOf(onset)) world.simulator.wipe(victim, each.index);
    episode.lasts(world, fault.downMs, () => world.release(victim));
    return true;
  },
  begins: ({ node }, { who }) => `${who(node)} gets an empty disk`,
  showsItself: () => true,
});

export const diskFail = faultCard({
  kind: "disk-fail",
  fields: { node: broker, disk, durationMs: duration },
  profiles: ["disk-loss"],
  concerns: hasDisk,
  begin: (onset, episode) => refuse(onset, episode, onset.world.failures, (each, refuses) => each.setFailed(refuses)),
  begins: (fault, say) => `${aDisk(fault, say)} fails`,
  ends: (fault, say) => `${aDisk(fault, say)} works again`,
});

export const diskFull = faultCard({
  kind: "disk-full",
  fields: { node: broker, disk, durationMs: duration },
  profiles: ["disk-loss"],
  concerns: hasDisk,
  begin: (onset, episode) => refuse(onset, episode, onset.world.fillings, (each, refuses) => each.setFull(refuses)),
  begins: (fault, say) => `${aDisk(fault, say)} is full`,
  ends: (fault, say) => `${aDisk(fault, say)} works again`,
});

/** Overlapping ones: the slowest counts. */
export const diskSlow = faultCard({
  kind: "disk-slow",
  fields: {
    node: broker,
    disk,
    factor: { is: "number", min: 1, max: 1_000_000, drawn: [2, 200] },
    durationMs: duration,
  },
  profiles: ["pause-clock"],
  concerns: hasDisk,
  begin(onset, episode) {
    const { fault, world } = onset;
    const disks = disksOf(onset);
    const settle = (each: SimDisk) => each.setSlowness(Math.max(1, ...(world.slownesses.get(each) ?? [])));
    for (const each of disks) {
      world.slownesses.set(each, [...(world.slownesses.get(each) ?? []), fault.factor]);
      settle(each);
    }
    episode.lasts(world, fault.durationMs, () => {
      for (const each of disks) {
        const factors = world.slownesses.get(each) ?? [];
        factors.splice(factors.indexOf(fault.factor), 1);
        settle(each);
      }
    });
    return true;
  },
  begins: (fault, say) => `${aDisk(fault, say)} is ${fault.factor} times slower`,
});
