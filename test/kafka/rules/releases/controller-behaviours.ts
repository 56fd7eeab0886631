import type { Rules } from "../../../../src/kafka/rules/rules.ts";
import { topicPartition } from "../../../../src/kafka/topic-partition.ts";
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
import { brokerConfig, optionsWith } from "../../controller/settings.ts";
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
    show: (rules) => {
      const { host } = started(rules);
      host.send(alterConfigs("orders", { "min.insync.replicas": "1" }));
      proposeIsr(host, tp, [1]);
      host.send(reassign(tp, [2, 4]));
      proposeIsr(host, tp, [1, 4]);
      return host.image.partitions.get(tp)!.addingReplicas;
    },
    before: [],
    after: [4],
  },
  "last-known-leader-while-fenced": { show: leadersAfterUncleanRestart, before: [1, 1], after: [-1, 1] },
};

/** Brokers 1 to 4; orders-0 on 1, 2 and 3, led by 1. */
function started({ controller }: Rules): { host: ControllerHost; epochs: Map<number, number> } {
  const host = new ControllerHost(optionsWith({ rules: controller }));
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

const leaderEpochOn = (host: ControllerHost): number => host.image.partitions.get(tp)!.leaderEpoch;
