/** Marks of processes and disks. Heard before the ghost would forget a role: see `watchers.ts`. */
import { isBroker } from "../../core/ids.ts";
import { Errors } from "../../kafka/errors.ts";
import type { Ghost } from "../ghost/ghost.ts";
import { Role } from "../ghost/partition-ghost.ts";
import { hitter, type Marks } from "../marks.ts";
import type { Monitor } from "../monitor.ts";

/** To be told of `nodeDown` before the ghost is. */
export function endMarks(ghost: Ghost, met: Marks): Monitor {
  const hit = (name: string): (() => void) => hitter(met, name);
  const uncommitted = hit("leader-crashed-with-uncommitted-records");
  const lastMember = hit("last-isr-member-down");
  const lastMemberPower = hit("last-isr-member-lost-power");
  const again = hit("crash-before-registration");
  const orphans = hit("client-died-with-sends-pending");
  const leaderPower = hit("leader-lost-power");
  return {
    nodeDown: (node, cause) => {
      if ((ghost.clients.get(node)?.pending ?? 0) > 0) orphans();
      if (!isBroker(node)) return;
      if (ghost.brokers[node]?.registeredSinceDown === false) again();
      for (const { replicas, registration } of ghost.partitionList) {
        const replica = replicas[node];
        if (replica?.role === Role.leader && replica.logEnd > replica.highWatermark) uncommitted();
        if (replica?.role === Role.leader && cause === "power-loss") leaderPower();
        if (registration?.isr.length !== 1 || registration.isr[0] !== node) continue;
        lastMember();
        if (cause === "power-loss") lastMemberPower();
      }
    },
  };
}

export function worldMarks(ghost: Ghost, met: Marks): Monitor {
  const hit = (name: string): (() => void) => hitter(met, name);
  const crash = hit("process-crash");
  const power = hit("power-loss");
  const twoDown = hit("two-brokers-down");
  const allDown = hit("all-replicas-down");
  const leaderPaused = hit("leader-paused");
  const doubt = hit("partition-in-doubt");
  const wiped = hit("disk-wiped");
  const memberWiped = hit("isr-member-lost-disk");
  const adminSucceeded = hit("admin-command-succeeded");
  const isDown = (broker: number): boolean => ghost.brokers[broker]?.up === false;
  return {
    nodeDown: (node, cause) => {
      if (!isBroker(node)) return;
      if (cause === "process-crash") crash();
      if (cause === "power-loss") power();
      if (ghost.brokers.filter((broker) => !broker.up).length >= 2) twoDown();
      for (const { registration } of ghost.partitionList) if (registration?.replicas.every(isDown)) allDown();
    },
    nodePaused: (node) => {
      for (const { registration } of ghost.partitionList) if (registration?.leader === node) leaderPaused();
    },
    diskWiped: (node) => {
      wiped();
      for (const { registration } of ghost.partitionList) if (registration?.isr.includes(node)) memberWiped();
    },
    coreRested: hit("core-judged"),
    adminCompleted: (_client, _action, errorCode) => {
      if (errorCode === Errors.NONE) adminSucceeded();
    },
    partitionTouched: (partition) => {
      if (partition.legalLoss !== null) doubt();
    },
  };
}
