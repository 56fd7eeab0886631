/** Marks of leaders, followers, high watermarks and produce answers. */
import { Errors } from "../../kafka/errors.ts";
import type { Ghost } from "../ghost/ghost.ts";
import type { Runs } from "../ghost/runs.ts";
import { hitter, type Marks } from "../marks.ts";
import type { Monitor } from "../monitor.ts";

export function replicaMarks(ghost: Ghost, met: Marks): Monitor {
  const hit = (name: string): (() => void) => hitter(met, name);
  const oldEpochBegun = hit("leader-began-in-old-epoch");
  const behind = hit("metadata-behind");
  const staleMark = hit("stale-leader-advanced-high-watermark");
  const fell = hit("follower-high-watermark-fell");
  const changed = hit("leader-changed");
  const behindMark = hit("leader-took-office-behind-mark");
  const rebased = hit("history-rebased");
  const refused = new Map<number, () => void>([
    [Errors.FENCED_LEADER_EPOCH, hit("fetch-fenced")],
    [Errors.UNKNOWN_LEADER_EPOCH, hit("fetch-of-unknown-epoch")],
    [Errors.OFFSET_OUT_OF_RANGE, hit("fetch-out-of-range")],
  ]);
  const late = hit("late-fetch-answer");
  const lateDiverging = hit("late-diverging-answer");
  const oldMark = hit("follower-level-with-old-mark");
  const controllerEpoch = (): number => ghost.replica.partition.registration?.leaderEpoch ?? -1;
  return {
    becameLeader: (_broker, _tp, leaderEpoch) => {
      if (leaderEpoch < controllerEpoch()) oldEpochBegun();
    },
    becameFollower: (_broker, _tp, leaderEpoch) => {
      if (leaderEpoch < controllerEpoch()) behind();
    },
    highWatermarkMoved: (_broker, _tp, highWatermark, isLeader, leaderEpoch) => {
      if (isLeader) {
        if (leaderEpoch < controllerEpoch()) staleMark();
      } else if (highWatermark < ghost.before.highWatermark) fell();
    },
    tookOffice: (partition, leader, agreedTo, before) => {
      if (before !== null && before !== leader) changed();
      if (leader.highWatermark < partition.trueHighWatermark) behindMark();
      if (partition.legalLoss !== null && agreedTo < partition.exposedEnd) rebased();
    },
    diverged: hit("follower-diverged"),
    fetchAnsweredLate: (_follower, _tp, _askedInEpoch, diverges) => {
      late();
      if (diverges) lateDiverging();
    },
    followerFetched: (broker, _tp, follower, logEndOffset) => {
      const leader = ghost.replica.partition.replicas[broker];
      if (leader === undefined || leader.localIsr.includes(follower) || logEndOffset < leader.highWatermark) return;
      if (logEndOffset < epochStart(leader.runs, leader.leaderEpoch, leader.logEnd)) oldMark();
    },
    fetchRefused: (_broker, _tp, _replicaId, errorCode) => refused.get(errorCode)?.(),
    produceAnswered: produceMarks(ghost, met),
  };
}

/** Where the records of an epoch begin in a log; at its end if it has none. */
function epochStart({ epochs, starts }: Runs, epoch: number, logEnd: number): number {
  const own = epochs.lastIndexOf(epoch);
  return own < 0 ? logEnd : starts[own]!;
}

function produceMarks(ghost: Ghost, met: Marks): NonNullable<Monitor["produceAnswered"]> {
  const hit = (name: string): (() => void) => hitter(met, name);
  const staleServed = hit("leader-with-older-epoch-served-produce");
  const ackedLater = hit("acked-after-leader-change");
  const recognised = hit("produce-retried-as-duplicate");
  const recognisedLater = hit("duplicate-recognised-after-leader-change");
  const refused = hit("not-enough-replicas");
  const shrunkAfter = hit("not-enough-replicas-after-append");
  const timedOut = hit("produce-timed-out-after-append");
  const lostOffice = hit("leadership-lost-while-produce-waited");
  const outOfOrder = hit("sequence-out-of-order");
  const onSuccess = (acks: number, baseOffset: number, duplicate: boolean): void => {
    const { replica } = ghost;
    const { registration } = replica.partition;
    if (registration !== null && replica.leaderEpoch < registration.leaderEpoch) staleServed();
    if (acks === -1 && replica.partition.leaders.length > 1 && replica.partition.leaders[0] !== replica.broker)
      ackedLater();
    if (!duplicate) return;
    recognised();
    if (baseOffset < epochStart(replica.runs, replica.leaderEpoch, replica.logEnd)) recognisedLater();
  };
  return (_leader, _tp, _batch, acks, errorCode, baseOffset, duplicate) => {
    switch (errorCode) {
      case Errors.NONE:
        return onSuccess(acks, baseOffset, duplicate);
      case Errors.NOT_ENOUGH_REPLICAS:
        return refused();
      case Errors.NOT_ENOUGH_REPLICAS_AFTER_APPEND:
        return shrunkAfter();
      case Errors.OUT_OF_ORDER_SEQUENCE_NUMBER:
        return outOfOrder();
      case Errors.REQUEST_TIMED_OUT:
        return baseOffset >= 0 ? timedOut() : undefined;
      case Errors.NOT_LEADER_OR_FOLLOWER:
        return baseOffset >= 0 ? lostOffice() : undefined;
    }
  };
}
