/** Whom a fault concerns. Faults that concern nobody in this cluster do nothing, so that any shrunk scenario has a meaning. */
import { isController, type NodeId } from "../core/ids.ts";
import { type Fault, isMembership, type MembershipAction } from "./fault.ts";
import type { Ground } from "./ground.ts";

/** The nodes whose process the fault ends. */
export function victimsOf(fault: Fault, ground: Ground): readonly NodeId[] {
  switch (fault.kind) {
    case "process-crash":
    case "client-crash":
    case "disk-wipe":
      return ground.nodesOf([fault.node]);
    case "power-loss":
      return ground.nodesOf(fault.nodes);
    case "rack-outage":
      return fault.power ? inRack(fault.rack, ground) : [];
    default:
      return [];
  }
}

export const inRack = (rack: string, ground: Ground): readonly NodeId[] =>
  ground.members.filter((broker) => ground.site.rackOf(broker) === rack);

/** Whether the fault means anything here. */
export function concernsAnyone(fault: Fault, ground: Ground): boolean {
  switch (fault.kind) {
    case "power-loss":
      return ground.nodesOf(fault.nodes).length > 0;
    case "rack-outage":
      return inRack(fault.rack, ground).length > 0;
    case "cut":
    case "slow-link":
    case "reset":
      return linksAnyone([fault.from].flat(), [fault.to].flat(), ground);
    case "rolling-restart":
      return ground.members.length > 0;
    case "admin":
      return !isMembership(fault.action) || changesMembership(fault.action, ground);
    case "controlled-shutdown":
    case "session-loss":
      return ground.nodesOf([fault.node]).some((node) => ground.members.includes(node));
    case "disk-wipe":
      // The controller's disk stands for a quorum's: never wiped.
      return hasDisk(fault.node, fault.disk, ground) && !ground.nodesOf([fault.node]).some(isController);
    case "disk-fail":
    case "disk-full":
    case "disk-slow":
      return hasDisk(fault.node, fault.disk, ground);
    default:
      return ground.nodesOf([fault.node]).length > 0;
  }
}

const changesMembership = ({ do: what, broker }: MembershipAction, ground: Ground): boolean =>
  what === "add-broker" ? ground.absent.has(broker) : ground.members.includes(broker);

function linksAnyone(from: readonly string[], to: readonly string[], ground: Ground): boolean {
  const others = ground.nodesOf(to);
  return ground.nodesOf(from).some((node) => others.some((other) => other !== node));
}

const hasDisk = (name: string, disk: number, ground: Ground): boolean =>
  ground
    .nodesOf([name])
    .some((node) => ground.simulator.disksOf(node).some((each) => disk === -1 || disk === each.index));
