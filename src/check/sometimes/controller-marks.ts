/** Marks of the controller: ISR changes, elections, reassignments, brokers. */
import type { ElectionKind } from "../../kafka/observer.ts";
import type { Ghost } from "../ghost/ghost.ts";
import { hitter, type Marks } from "../marks.ts";
import type { Monitor } from "../monitor.ts";

export function controllerMarks(ghost: Ghost, met: Marks): Monitor {
  const hit = (name: string): (() => void) => hitter(met, name);
  const change = changeMarks(ghost, met);
  const elect = electionMarks(ghost, met);
  const clean = hit("clean-restart");
  const unclean = hit("unclean-restart");
  const early = hit("restarted-before-fenced");
  const isUp: boolean[] = [];
  const fenced = hit("broker-fenced");
  const restarted = hit("controller-restarted");
  const reconfigured = hit("config-changed");
  let hasStarted = false;
  return {
    partitionChanged: (tp, before, after, election) => {
      change(tp, before, after, election);
      if (after.leader >= 0 && after.leaderEpoch !== before?.leaderEpoch) elect(tp, before, after, election);
    },
    brokerRegistered: (broker, _brokerEpoch, isUnclean) => {
      if (ghost.before.brokerEpoch < 0) return;
      if (isUnclean) unclean();
      else clean();
      if (isUp[broker] === true) early();
      isUp[broker] = false;
    },
    brokerUnfenced: (broker) => {
      isUp[broker] = true;
    },
    brokerFenced: (broker) => {
      isUp[broker] = false;
      fenced();
    },
    brokerShuttingDown: hit("controlled-shutdown"),
    controllerStarted: () => {
      if (hasStarted) restarted();
      hasStarted = true;
    },
    topicDeleted: hit("topic-deleted"),
    // What a topic is created with is no change.
    configChanged: (name) => {
      for (const topic of ghost.topics.values()) if (topic.name === name && topic.event < ghost.event) reconfigured();
    },
  };
}

function changeMarks(ghost: Ghost, met: Marks): NonNullable<Monitor["partitionChanged"]> {
  const hit = (name: string): (() => void) => hitter(met, name);
  const elections: Partial<Record<ElectionKind, () => void>> = {
    clean: hit("clean-leader-elected"),
    eligible: hit("eligible-leader-elected"),
    "last-known": hit("last-known-leader-elected"),
    unclean: hit("unclean-leader-elected"),
    preferred: hit("preferred-leader-elected"),
    leaderless: hit("partition-leaderless"),
  };
  const shrunk = hit("isr-shrunk");
  const expanded = hit("isr-expanded");
  const refilled = hit("isr-shrunk-and-refilled");
  const ofOne = hit("isr-of-one");
  const elrFilled = hit("elr-filled");
  const whilePending = hit("elected-while-alter-partition-pending");
  const added = hit("partitions-added");
  const moving = hit("reassignment-started");
  const moved = hit("reassignment-completed");
  const wasSmall: boolean[] = [];
  return (_tp, _before, after, election) => {
    const { partition, before } = ghost;
    const { registration } = before;
    if (registration === null) {
      if (partition.topic.grown) added();
      return;
    }
    elections[election]?.();
    if (after.leader !== registration.leader && partition.replicas[registration.leader]?.proposedIsr != null)
      whilePending();
    if (after.isr.length > registration.isr.length) expanded();
    if (after.isr.length < registration.isr.length) {
      shrunk();
      wasSmall[partition.index] = true;
      if (after.isr.length === 1) ofOne();
    } else if (after.isr.length === after.replicas.length && wasSmall[partition.index] === true) refilled();
    if (after.eligibleLeaderReplicas.length > 0) elrFilled();
    const wasMoving = registration.addingReplicas.length + registration.removingReplicas.length > 0;
    const isMoving = after.addingReplicas.length + after.removingReplicas.length > 0;
    if (isMoving && !wasMoving) moving();
    if (wasMoving && !isMoving) moved();
  };
}

const secondMicros = 1_000_000;

/** A leader epoch began. */
function electionMarks(ghost: Ghost, met: Marks): NonNullable<Monitor["partitionChanged"]> {
  const hit = (name: string): (() => void) => hitter(met, name);
  const neverLed = hit("leader-replaced-before-it-led");
  const shorter = hit("leader-elected-with-shorter-log");
  const threeAtOnce = hit("three-leader-epochs-in-a-second");
  /** When the last two epochs of each partition began. */
  const last = new Map<number, readonly [number, number]>();
  return (_tp, before, after) => {
    const { replicas, index } = ghost.partition;
    const replaced = before === null ? undefined : replicas[before.leader];
    if (before !== null && replaced !== undefined && replaced.leaderEpoch < before.leaderEpoch) neverLed();
    const end = replicas[after.leader]?.logEnd ?? 0;
    if (after.isr.some((member) => (replicas[member]?.logEnd ?? 0) > end)) shorter();
    const [one, other] = last.get(index) ?? [-secondMicros, -secondMicros];
    if (ghost.atMicros - one < secondMicros) threeAtOnce();
    last.set(index, [other, ghost.atMicros]);
  };
}
