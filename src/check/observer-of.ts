/** The observer that hands each observation to the monitors that want it, and the facts likewise. */
import type { ClientObserver, TrialObserver } from "../kafka/observer.ts";
import { fan0, fan1, fan2, fan3, fan4, fan5, fan6, fan7, pick } from "./fan-out.ts";
import type { Facts, Monitor } from "./monitor.ts";

export function observerOf(all: readonly Monitor[]): TrialObserver {
  return {
    logOpened: fan6(pick(all, (m) => m.logOpened)),
    appended: fan5(pick(all, (m) => m.appended)),
    truncated: fan4(pick(all, (m) => m.truncated)),
    restartedAt: fan4(pick(all, (m) => m.restartedAt)),
    logStartMoved: fan4(pick(all, (m) => m.logStartMoved)),
    compacted: fan5(pick(all, (m) => m.compacted)),
    logDeleted: fan2(pick(all, (m) => m.logDeleted)),
    segmentRolled: fan3(pick(all, (m) => m.segmentRolled)),
    logDirFailed: fan2(pick(all, (m) => m.logDirFailed)),
    highWatermarkMoved: fan5(pick(all, (m) => m.highWatermarkMoved)),
    becameLeader: fan4(pick(all, (m) => m.becameLeader)),
    becameFollower: fan4(pick(all, (m) => m.becameFollower)),
    followerFetched: fan5(pick(all, (m) => m.followerFetched)),
    isrProposed: fan5(pick(all, (m) => m.isrProposed)),
    isrCommitted: fan5(pick(all, (m) => m.isrCommitted)),
    produceAnswered: fan7(pick(all, (m) => m.produceAnswered)),
    fetchRefused: fan4(pick(all, (m) => m.fetchRefused)),
    diverged: fan4(pick(all, (m) => m.diverged)),
    fetchAnsweredLate: fan4(pick(all, (m) => m.fetchAnsweredLate)),
    followingFailed: fan3(pick(all, (m) => m.followingFailed)),
    metadataApplied: fan2(pick(all, (m) => m.metadataApplied)),
    brokerRegistered: fan3(pick(all, (m) => m.brokerRegistered)),
    brokerFenced: fan2(pick(all, (m) => m.brokerFenced)),
    brokerUnfenced: fan2(pick(all, (m) => m.brokerUnfenced)),
    brokerShuttingDown: fan2(pick(all, (m) => m.brokerShuttingDown)),
    topicCreated: fan2(pick(all, (m) => m.topicCreated)),
    topicDeleted: fan2(pick(all, (m) => m.topicDeleted)),
    partitionChanged: fan4(pick(all, (m) => m.partitionChanged)),
    alterPartitionJudged: fan6(pick(all, (m) => m.alterPartitionJudged)),
    configChanged: fan3(pick(all, (m) => m.configChanged)),
    controllerStarted: fan1(pick(all, (m) => m.controllerStarted)),
    ...clientObserverOf(all),
    nodeDown: fan2(pick(all, (m) => m.nodeDown)),
    nodeUp: fan2(pick(all, (m) => m.nodeUp)),
    nodePaused: fan1(pick(all, (m) => m.nodePaused)),
    nodeResumed: fan1(pick(all, (m) => m.nodeResumed)),
    fileTorn: fan5(pick(all, (m) => m.fileTorn)),
    diskWiped: fan2(pick(all, (m) => m.diskWiped)),
    faultStarted: fan1(pick(all, (m) => m.faultStarted)),
    faultEnded: fan1(pick(all, (m) => m.faultEnded)),
  };
}

function clientObserverOf(all: readonly Monitor[]): ClientObserver {
  return {
    sendInvoked: fan4(pick(all, (m) => m.sendInvoked)),
    sendAssigned: fan3(pick(all, (m) => m.sendAssigned)),
    sendAttempted: fan5(pick(all, (m) => m.sendAttempted)),
    sendCompleted: fan6(pick(all, (m) => m.sendCompleted)),
    producerEpochBumped: fan4(pick(all, (m) => m.producerEpochBumped)),
    positionSet: fan4(pick(all, (m) => m.positionSet)),
    polled: fan6(pick(all, (m) => m.polled)),
    truncationDetected: fan4(pick(all, (m) => m.truncationDetected)),
    metadataRefreshed: fan1(pick(all, (m) => m.metadataRefreshed)),
    adminCompleted: fan3(pick(all, (m) => m.adminCompleted)),
  };
}

export function factsOf(all: readonly Monitor[]): Facts {
  return {
    exposed: fan4(pick(all, (m) => m.exposed)),
    disagreed: fan4(pick(all, (m) => m.disagreed)),
    conflicted: fan6(pick(all, (m) => m.conflicted)),
    incomplete: fan5(pick(all, (m) => m.incomplete)),
    tookOffice: fan4(pick(all, (m) => m.tookOffice)),
    shrunk: fan4(pick(all, (m) => m.shrunk)),
    duplicated: fan5(pick(all, (m) => m.duplicated)),
    reordered: fan6(pick(all, (m) => m.reordered)),
    phantom: fan4(pick(all, (m) => m.phantom)),
    misplaced: fan5(pick(all, (m) => m.misplaced)),
    replicaTouched: fan1(pick(all, (m) => m.replicaTouched)),
    partitionTouched: fan1(pick(all, (m) => m.partitionTouched)),
    calm: fan0(pick(all, (m) => m.calm)),
    tick: fan0(pick(all, (m) => m.tick)),
    finish: fan1(pick(all, (m) => m.finish)),
  };
}
