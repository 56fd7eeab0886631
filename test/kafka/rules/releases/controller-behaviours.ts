import type { BrokerConfig } from "../../../../src/kafka/config/resolve-broker.ts";
import { buildPartitionChange, targetOf } from "../../../../src/kafka/controller/partition-change.ts";
import { Errors } from "../../../../src/kafka/errors.ts";
import type { Rules } from "../../../../src/kafka/rules/rules.ts";
import { topicPartition } from "../../../../src/kafka/topic-partition.ts";
import { FakeCluster } from "../../broker/fake-cluster.ts";
import { ControllerHost } from "../../controller/host.ts";
import {
  alterConfigs,
  alterPartition,
  assignedTopic,
  createTopics,
  heartbeat,
  proposeIsr,
  reassign,
  registration,
  startBrokers,
} from "../../controller/requests.ts";
import { brokerConfig, optionsWith, policyWith } from "../../controller/settings.ts";
import { freshPartition } from "../../metadata/fresh-partition.ts";
import type { Behaviours } from "./behaviour.ts";

const tp = topicPartition(1, 0);

export const controllerBehaviours: Behaviours = {
  "isr-of-any-incarnation": {
    show: (rules) => {
      const { host, epochs } = started(rules);
      proposeIsr(host, tp, [1]);
      const newIsr = [1, 2].map((brokerId) => ({ brokerId, brokerEpoch: epochs.get(brokerId)! + 90 * (brokerId - 1) }));
      const proposed = { topicPartition: tp, leaderEpoch: leaderEpochOn(host), partitionEpoch: 1, newIsr };
      host.send(alterPartition(1, epochs.get(1)!, [proposed]));
      return host.image.partitions.get(tp)!.isr;
    },
    before: [1, 2],
    after: [1],
  },
  "isr-shrink-bumps-leader-epoch": {
    show: (rules) => {
      const { host } = started(rules);
      proposeIsr(host, tp, [1, 2]);
      return leaderEpochOn(host);
    },
    before: 1,
    after: 0,
  },
  "reassignment-complete-when-added-in-sync": {
    show: (rules) => isMovingWithout2(rules, [2, 4]),
    before: false,
    after: true,
  },
  "reassignment-complete-when-all-in-sync": {
    show: (rules) => isMovingWithout2(rules, [2, 3, 4]),
    before: true,
    after: false,
  },
  "lifecycle-retry-doubles": {
    show: (rules) => {
      const cluster = new FakeCluster({ rules });
      cluster.controller.registrationError = Errors.DUPLICATE_BROKER_REGISTRATION;
      cluster.start();
      cluster.run(6900);
      return cluster.controller.registrations.length;
    },
    before: 7,
    after: 4,
  },
  "no-unclean-election-task": {
    show: (rules) => {
      const { host, epochs } = started(rules, { ...longSessions, eligibleLeaderReplicasEnable: false });
      proposeIsr(host, tp, [1]);
      host.send(heartbeat(1, epochs.get(1)!, { wantFence: true }));
      host.send(alterConfigs("orders", { "unclean.leader.election.enable": "true" }));
      host.passMs(2 * brokerConfig.uncleanLeaderElectionIntervalMs);
      return host.image.partitions.get(tp)!.leader;
    },
    before: -1,
    after: 2,
  },
  "tasks-on-demand": {
    show: (rules) => {
      const { host, epochs } = started(rules, { ...longSessions, leaderImbalanceCheckIntervalSeconds: 10 });
      host.passMs(5000);
      for (const wantFence of [true, false]) host.send(heartbeat(1, epochs.get(1)!, { wantFence }));
      proposeIsr(host, tp, [1, 2, 3]);
      host.passMs(6000);
      return host.image.partitions.get(tp)!.leader;
    },
    before: 2,
    after: 1,
  },
  "sessions-of-unfenced-brokers": {
    show: (rules) => {
      const { host, epochs } = started(rules);
      host.send(heartbeat(3, epochs.get(3)!, { wantShutDown: true }));
      return errorOf(host, 3);
    },
    before: Errors.NONE,
    after: Errors.DUPLICATE_BROKER_REGISTRATION,
  },
  "fenced-at-session-end": {
    show: (rules) => {
      const { host } = started(rules);
      host.passMs(brokerConfig.brokerSessionTimeoutMs + 1);
      return [1, 2, 3, 4].map((id) => host.image.brokers.get(id)!.fenced);
    },
    before: [true, true, true, true],
    after: [false, false, false, false],
  },
  "incarnation-keeps-places": {
    // The session has run out, and the controller has not looked at it yet.
    show: (rules) => {
      const looksLater = { ...rules, controller: { ...rules.controller, fencesPeriodically: true } };
      const { host } = started(looksLater, { eligibleLeaderReplicasEnable: false });
      host.passMs(brokerConfig.brokerSessionTimeoutMs + 1);
      host.send(registration(1, 101));
      return host.image.partitions.get(tp)!.leader;
    },
    before: 1,
    after: 2,
  },
  "session-for-all-at-start": {
    show: (rules) => {
      const { host, epochs } = started(rules);
      host.send(heartbeat(3, epochs.get(3)!, { wantShutDown: true }));
      host.restart();
      return errorOf(host, 3);
    },
    before: Errors.DUPLICATE_BROKER_REGISTRATION,
    after: Errors.NONE,
  },
  "last-known-leader-while-fenced": { show: leadersAfterUncleanRestart, before: [1, 1], after: [-1, 1] },
  "last-leader-noted-with-empty-isr": { show: lastKnownWhileInIsr, before: [], after: [1] },
  "elr-wiped-by-directory": { show: eligibleAfterAssignment, before: [], after: [2] },
};

const longSessions = { brokerSessionTimeoutMs: 60_000 };

/** 2, a target that was a replica before, is out of sync; 4 is added and in sync. */
function isMovingWithout2(rules: Rules, target: readonly number[]): boolean {
  const { host } = started(rules);
  host.send(alterConfigs("orders", { "min.insync.replicas": "1" }));
  proposeIsr(host, tp, [1]);
  host.send(reassign(tp, target));
  proposeIsr(host, tp, [1, 4]);
  return host.image.partitions.get(tp)!.addingReplicas.length > 0;
}

/** What a new incarnation of the broker hears. */
function errorOf(host: ControllerHost, brokerId: number): number {
  const answer = host.send(registration(brokerId, 999));
  return answer?.kind === "BrokerRegistrationResponse" ? answer.errorCode : Errors.UNKNOWN_SERVER_ERROR;
}

/** Brokers 1 to 4; orders-0 on 1, 2 and 3, led by 1. */
function started(
  { controller }: Rules,
  config: Partial<BrokerConfig> = {},
): { host: ControllerHost; epochs: Map<number, number> } {
  const host = new ControllerHost(optionsWith({ rules: controller, config }));
  const epochs = startBrokers(host, 1, 2, 3, 4);
  host.send(createTopics(assignedTopic("orders", [[1, 2, 3]])));
  return { host, epochs };
}

/** The only replica restarts uncleanly: who leads while it is fenced, and after its first heartbeat. */
function leadersAfterUncleanRestart({ controller }: Rules): readonly number[] {
  const host = new ControllerHost(optionsWith({ rules: controller }));
  startBrokers(host, 1, 2);
  host.send(createTopics(assignedTopic("orders", [[1]], { "min.insync.replicas": "1" })));
  host.passMs(2 * brokerConfig.brokerSessionTimeoutMs);
  const reply = host.send(registration(1, 101));
  const leader = (): number => host.image.partitions.get(tp)!.leader;
  const leaders = [leader()];
  if (reply?.kind === "BrokerRegistrationResponse") host.send(heartbeat(1, reply.brokerEpoch));
  return [...leaders, leader()];
}

/** The leader cannot lead any more, and nobody else can: the ISR still names it. */
function lastKnownWhileInIsr({ controller }: Rules): readonly number[] {
  const alone = { ...freshPartition([1, 2, 3]), isr: [1], eligibleLeaderReplicas: [2] };
  const target = targetOf(alone, 2, "online", (id) => id === 3);
  return buildPartitionChange(target, policyWith({ rules: controller }))?.changes.lastKnownElr ?? [];
}

/** Broker 2 is fenced and eligible; broker 3, with two directories, names its replica. */
function eligibleAfterAssignment({ controller }: Rules): readonly number[] {
  const host = new ControllerHost(optionsWith({ rules: controller }));
  const epochs = startBrokers(host, 1, 2, 3);
  host.send(createTopics(assignedTopic("orders", [[1, 2, 3]], { "min.insync.replicas": "2" })));
  proposeIsr(host, tp, [1, 2]);
  host.send(heartbeat(2, epochs.get(2)!, { wantFence: true }));
  host.send(heartbeat(3, epochs.get(3)!, { newReplicas: [tp] }));
  return host.image.partitions.get(tp)!.eligibleLeaderReplicas;
}

const leaderEpochOn = (host: ControllerHost): number => host.image.partitions.get(tp)!.leaderEpoch;
