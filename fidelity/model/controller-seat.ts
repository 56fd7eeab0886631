/** The simulated controller with three scripted brokers as the seat of a controller's conversation. */

import type { KafkaRequest, KafkaResponse } from "../../src/kafka/messages/index.ts";
import type { Rules } from "../../src/kafka/rules/rules.ts";
import { type TopicPartition, topicPartition } from "../../src/kafka/topic-partition.ts";
import { ControllerHost } from "../../test/kafka/controller/host.ts";
import * as requests from "../../test/kafka/controller/requests.ts";
import { optionsWith } from "../../test/kafka/controller/settings.ts";
import type { Described } from "../conversations/answer.ts";
import type { AlterDraft, ControllerSeat } from "../conversations/controller-conversation.ts";

const brokers = [7, 8, 9];
const unknownTopicId = 999;

export class SimulatedControllerSeat implements ControllerSeat {
  readonly #host: ControllerHost;
  readonly #epochs: Map<number, number>;
  readonly #topicIds = new Map<string, number>();
  readonly #fenced = new Set<number>();
  #lastIncarnation = 5000;

  constructor(rules: Rules, eligibleLeaderReplicasEnable: boolean) {
    const options = optionsWith({ rules: rules.controller, config: { eligibleLeaderReplicasEnable } });
    const topicConfigOf: typeof options.topicConfigOf = (overrides) =>
      options.topicConfigOf({ ...overrides, "min.insync.replicas": overrides["min.insync.replicas"] ?? "1" });
    this.#host = new ControllerHost({ ...options, topicConfigOf });
    this.#epochs = requests.startBrokers(this.#host, ...brokers);
  }

  async createTopic(
    name: string,
    configs: Readonly<Record<string, string | number>>,
    replicas: readonly number[] = brokers,
  ): Promise<void> {
    const texts = Object.fromEntries(Object.entries(configs).map(([key, value]) => [key, String(value)]));
    const [error] = this.#errors(requests.createTopics(requests.assignedTopic(name, [[...replicas]], texts)));
    if (error !== 0) throw new Error(`topic ${name} was refused: ${error}`);
    this.#topicIds.set(name, this.#host.image.topicsByName.get(name)!.topicId);
  }

  async describe(topic: string): Promise<Described> {
    const { leader, leaderEpoch, isr, eligibleLeaderReplicas, lastKnownElr } = this.#partition(topic);
    const elr = [...eligibleLeaderReplicas].sort((a, b) => a - b);
    return { leader, epoch: leaderEpoch, isr, elr, lastElr: lastKnownElr };
  }

  async alter({ topic, by, leaderEpoch, partitionEpoch, isr, isRecovering }: AlterDraft): Promise<unknown> {
    const [sender, offset] = typeof by === "number" ? [by, 0] : by;
    const newIsr = isr.map((member) =>
      typeof member === "number"
        ? { brokerId: member, brokerEpoch: this.#epochs.get(member)! }
        : { brokerId: member[0], brokerEpoch: member[1] },
    );
    const partition = { topicPartition: this.#tp(topic), leaderEpoch, partitionEpoch, newIsr };
    const draft = isRecovering === true ? { ...partition, leaderRecoveryState: "RECOVERING" as const } : partition;
    const answer = this.#host.send(requests.alterPartition(sender, this.#epochs.get(sender)! + offset, [draft]));
    if (answer?.kind !== "AlterPartitionResponse") throw new Error(`no answer to AlterPartition: ${answer?.kind}`);
    if (answer.errorCode !== 0) return { err: answer.errorCode, top: true };
    const altered = answer.partitions[0]!;
    if (altered.errorCode !== 0) return { err: altered.errorCode };
    const { leaderId, leaderEpoch: le, isr: members, partitionEpoch: pe } = altered;
    return { err: 0, leader: leaderId, le, isr: members, pe };
  }

  async partitionEpoch(topic: string): Promise<number> {
    return this.#partition(topic).partitionEpoch;
  }

  async alterConfig(topic: string, configs: Readonly<Record<string, string | null>>): Promise<number> {
    return this.#errors(requests.alterConfigs(topic, configs))[0]!;
  }

  async fence(broker: number, on: boolean) {
    const { errorCode, isFenced } = this.#beat(broker, { wantFence: on });
    if (on) this.#fenced.add(broker);
    else this.#fenced.delete(broker);
    return { err: errorCode, fenced: isFenced };
  }

  async register(broker: number, clean: boolean): Promise<number> {
    // Its old session runs out while the others go on as they were.
    for (let tenth = 0; tenth < 12; tenth++) {
      this.#host.passMs(100);
      for (const other of brokers) if (other !== broker) this.#beat(other, { wantFence: this.#fenced.has(other) });
    }
    const previousBrokerEpoch = clean ? this.#epochs.get(broker)! : -1;
    const answer = this.#host.send(requests.registration(broker, ++this.#lastIncarnation, { previousBrokerEpoch }));
    if (answer?.kind !== "BrokerRegistrationResponse") throw new Error(`broker ${broker} was not answered`);
    if (answer.errorCode === 0) this.#epochs.set(broker, answer.brokerEpoch);
    this.#fenced.add(broker);
    return answer.errorCode;
  }

  async elect(topic: string, type: "preferred" | "unclean"): Promise<number> {
    return this.#errors(requests.electLeaders(type, [this.#tp(topic)]))[0] ?? 0;
  }

  async reassign(topic: string, replicas: readonly number[] | null): Promise<number> {
    return this.#errors(requests.reassign(this.#tp(topic), replicas))[0]!;
  }

  async wantShutDown(broker: number) {
    const { errorCode, isFenced, shouldShutDown } = this.#beat(broker, { wantShutDown: true });
    return { err: errorCode, fenced: isFenced, stop: shouldShutDown };
  }

  async deleteTopic(topic: string): Promise<void> {
    const [error] = this.#errors(requests.deleteTopics(topic));
    if (error !== 0) throw new Error(`topic ${topic} was not deleted: ${error}`);
  }

  #beat(broker: number, wanted: { readonly wantFence?: boolean; readonly wantShutDown?: boolean }) {
    const answer = this.#host.send(requests.heartbeat(broker, this.#epochs.get(broker)!, wanted));
    if (answer?.kind !== "BrokerHeartbeatResponse") throw new Error(`no answer to a heartbeat: ${answer?.kind}`);
    return answer;
  }

  #errors(request: KafkaRequest): readonly number[] {
    const answer: KafkaResponse | null = this.#host.send(request);
    return requests.adminErrors(answer);
  }

  #tp(topic: string | null): TopicPartition {
    return topicPartition(topic === null ? unknownTopicId : this.#topicIds.get(topic)!, 0);
  }

  #partition(topic: string) {
    return this.#host.image.partitions.get(this.#tp(topic))!;
  }
}
