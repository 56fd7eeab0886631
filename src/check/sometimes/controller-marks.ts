/** Marks of the controller: ISR changes, elections, reassignments, brokers. */
import { Errors } from "../../kafka/errors.ts";
import type { ElectionKind } from "../../kafka/observer.ts";
import type { Ghost } from "../ghost/ghost.ts";
import type { Marks } from "../marks.ts";
import type { Monitor } from "../monitor.ts";
import { hitter } from "./hit.ts";

export function controllerMarks(ghost: Ghost, met: Marks): Monitor {
  const hit = (name: string): (() => void) => hitter(met, name);
  const stale = hit("alter-partition-stale");
  const judged = new Map<number, () => void>([
    [Errors.FENCED_LEADER_EPOCH, stale],
    [Errors.STALE_BROKER_EPOCH, stale],
    [Errors.INVALID_UPDATE_VERSION, stale],
    [Errors.INELIGIBLE_REPLICA, hit("alter-partition-ineligible")],
  ]);
  const clean = hit("clean-restart");
  const unclean = hit("unclean-restart");
  const early = hit("restarted-before-fenced");
  const isUp: boolean[] = [];
  const fenced = hit("broker-fenced");
  return {
    partitionChanged: changeMarks(ghost, met),
    isrProposed: hit("alter-partition-pending"),
    alterPartitionJudged: (_tp, _sender, _leaderEpoch, _partitionEpoch, _brokerEpoch, errorCode) =>
      judged.get(errorCode)?.(),
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
    controllerStarted: hit("controller-restarted"),
    topicDeleted: hit("topic-deleted"),
    configChanged: hit("config-changed"),
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
