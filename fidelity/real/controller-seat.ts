/** A real controller with three scripted brokers, and no real one, as the seat of a controller's conversation. */
import type { Described } from "../conversations/answer.ts";
import type { AlterDraft, ControllerSeat } from "../conversations/controller-conversation.ts";
import { ActiveController } from "./active-controller.ts";
import { controllerId, type RealCluster } from "./cluster.ts";
import { MetadataLog } from "./metadata-log.ts";
import * as requests from "./requests.ts";
import { ScriptedBroker, unknownTopicId } from "./scripted-broker.ts";

/** As a broker that was restarted does: the first beat of a process that is caught up may still find it fenced. */
const beatsUntilUnfenced = 3;

export class RealControllerSeat implements ControllerSeat {
  readonly #scripts: ReadonlyMap<number, ScriptedBroker>;
  readonly #log: MetadataLog;
  readonly #controller: ActiveController;
  readonly #topicIds = new Map<string, string>();
  readonly #replicas: readonly number[];

  private constructor(scripts: ReadonlyMap<number, ScriptedBroker>, log: MetadataLog, controller: ActiveController) {
    this.#scripts = scripts;
    this.#log = log;
    this.#controller = controller;
    this.#replicas = [...scripts.keys()];
  }

  static async open(cluster: RealCluster, brokers: readonly number[]): Promise<RealControllerSeat> {
    const scripts = new Map<number, ScriptedBroker>();
    for (const id of brokers) scripts.set(id, await ScriptedBroker.start(cluster, id));
    const controller = new ActiveController(await cluster.connect(controllerId));
    return new RealControllerSeat(scripts, await MetadataLog.open(cluster), controller);
  }

  async createTopic(
    name: string,
    configs: Readonly<Record<string, string | number>>,
    replicas: readonly number[] = this.#replicas,
  ): Promise<void> {
    this.#topicIds.set(name, await requests.createTopic(this.#controller, name, replicas, configs));
  }

  async describe(topic: string): Promise<Described> {
    const { leader, leaderEpoch, isr, eligibleLeaderReplicas, lastKnownElr } = await this.#partition(topic);
    const elr = [...eligibleLeaderReplicas].sort((a, b) => a - b);
    return { leader, epoch: leaderEpoch, isr, elr, lastElr: lastKnownElr };
  }

  async alter({ topic, by, leaderEpoch, partitionEpoch, isr, isRecovering = false }: AlterDraft): Promise<unknown> {
    const [sender, offset] = typeof by === "number" ? [by, 0] : by;
    const script = this.#script(sender);
    const members = isr.map((member) =>
      typeof member === "number" ? ([member, this.#script(member).brokerEpoch] as const) : member,
    );
    const brokerEpoch = script.brokerEpoch + offset;
    const proposal = { brokerEpoch, leaderEpoch, partitionEpoch, isr: members, isRecovering };
    const topicId = topic === null ? unknownTopicId : this.#topicIds.get(topic)!;
    const { errorCode, topics } = await script.alterPartition(topicId, proposal);
    if (errorCode !== 0) return { err: errorCode, top: true };
    const altered = topics[0]!.partitions[0]!;
    if (altered.errorCode !== 0) return { err: altered.errorCode };
    const { leaderId, leaderEpoch: le, isr: now, partitionEpoch: pe } = altered;
    return { err: 0, leader: leaderId, le, isr: now, pe };
  }

  async partitionEpoch(topic: string): Promise<number> {
    return (await this.#partition(topic)).partitionEpoch;
  }

  alterConfig(topic: string, configs: Readonly<Record<string, string | null>>): Promise<number> {
    return requests.alterTopicConfigs(this.#controller, topic, configs);
  }

  async fence(broker: number, on: boolean) {
    const script = this.#script(broker);
    let beat = await script.fence(on);
    for (let more = 1; more < beatsUntilUnfenced && !on && beat.isFenced; more++) beat = await script.fence(on);
    return { err: beat.errorCode, fenced: beat.isFenced };
  }

  register(broker: number, clean: boolean): Promise<number> {
    const script = this.#script(broker);
    return script.register(clean ? script.brokerEpoch : -1);
  }

  elect(topic: string, type: "preferred" | "unclean"): Promise<number> {
    return requests.electLeader(this.#controller, topic, type);
  }

  reassign(topic: string, replicas: readonly number[] | null): Promise<number> {
    return requests.reassign(this.#controller, topic, replicas);
  }

  async wantShutDown(broker: number) {
    const { errorCode, isFenced, shouldShutDown } = await this.#script(broker).wantShutDown();
    return { err: errorCode, fenced: isFenced, stop: shouldShutDown };
  }

  /** A broker was silent for so long that the controller may have fenced it: what was answered since says nothing. */
  wasLate(): boolean {
    return [...this.#scripts.values()].map((script) => script.wasLate()).some((late) => late);
  }

  async deleteTopic(topic: string): Promise<void> {
    await requests.deleteTopic(this.#controller, topic);
  }

  /** As `deleteTopic`, and this controller remembers nothing that it would stumble over later (see `accepted.ts`). */
  async forgetTopic(topic: string): Promise<void> {
    if (this.#log.clearedElr.has(this.#topicIds.get(topic)!)) await this.#fillElr(topic);
    await this.deleteTopic(topic);
    for (const id of this.#replicas) await this.fence(id, false);
  }

  /** Every broker is eligible: Kafka forgets that of a topic that is deleted, but not who was before the ELR was cleared. */
  async #fillElr(topic: string): Promise<void> {
    for (const id of this.#replicas) await this.fence(id, false);
    await this.reassign(topic, null);
    if ((await this.#partition(topic)).leader < 0) await this.elect(topic, "unclean");
    await this.reassign(topic, this.#replicas);
    const { leader, leaderEpoch, partitionEpoch } = await this.#partition(topic);
    await this.alter({ topic, by: leader, leaderEpoch, partitionEpoch, isr: this.#replicas });
    await this.alterConfig(topic, { "min.insync.replicas": String(this.#replicas.length) });
    for (const id of this.#replicas) await this.fence(id, true);
  }

  close(): void {
    for (const script of this.#scripts.values()) script.close();
    this.#log.close();
    this.#controller.close();
  }

  #script(broker: number): ScriptedBroker {
    return this.#scripts.get(broker)!;
  }

  #partition(topic: string) {
    return this.#log.partition(this.#topicIds.get(topic)!);
  }
}
