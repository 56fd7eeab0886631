/**
 * A model of brokers around one controller, for properties: who is up under which epoch, and, as ghost state, which
 * replicas hold every record that may have been committed. It judges each change of a partition as it is observed.
 *
 * The ghost is adversarial: as soon as an ISR of at least min ISR is wholly up, its members alone have the newest records.
 */
import { topicConfig } from "../../../src/kafka/controller/policy.ts";
import type { AlterPartitionRequest } from "../../../src/kafka/messages/controller.ts";
import type { PartitionRegistration } from "../../../src/kafka/metadata/records.ts";
import type { ElectionKind } from "../../../src/kafka/observer.ts";
import { partitionOf, type TopicPartition, topicIdOf } from "../../../src/kafka/topic-partition.ts";
import { ControllerHost } from "./host.ts";
import { type Ghost, type ModelBroker, noExcuse } from "./model.ts";
import { heartbeat, registration } from "./requests.ts";
import { brokerConfig, optionsWith, type Variation } from "./settings.ts";
import { endsEarly, isRecoveryWrong, show, wrongSets } from "./wrong-sets.ts";

export class World {
  readonly host: ControllerHost;
  readonly brokers: ModelBroker[] = [];
  readonly delayed: AlterPartitionRequest[] = [];
  readonly elections = new Set<ElectionKind>();
  readonly #ghosts = new Map<TopicPartition, Ghost>();
  readonly #epochs = new Map<number, number>();
  readonly #elr: boolean;
  problem: string | null = null;
  #proposed: readonly number[] = [];
  /** In the command that is judged next. */
  #minIsrChanged = false;

  constructor(brokers: number, variation: Variation, seed: number) {
    this.#elr = variation.config?.eligibleLeaderReplicasEnable ?? true;
    this.host = new ControllerHost(
      optionsWith(variation),
      {
        partitionChanged: (tp, before, after, kind) => this.#onChange(tp, before, after, kind),
        topicDeleted: (_name, tps) => {
          for (const tp of tps) this.#ghosts.delete(tp);
        },
        brokerRegistered: (id, epoch) => this.#onRegistered(id, epoch),
        configChanged: (_topic, key) => {
          if (key === "min.insync.replicas") this.#minIsrChanged = true;
        },
      },
      seed,
    );
    for (let id = 1; id <= brokers; id++) {
      const broker = {
        id,
        isUp: false,
        isStopping: false,
        incarnation: id * 1000,
        epoch: -1,
        cleanEpoch: -1,
        dirs: [],
        offlineDirs: [],
      };
      this.brokers.push({ ...broker, dirs: [id * 10, id * 10 + 1] });
      this.start(id);
      this.beat(id);
    }
  }

  broker(id: number): ModelBroker {
    return this.brokers[(id - 1) % this.brokers.length]!;
  }

  start(id: number): void {
    const broker = this.broker(id);
    if (!broker.isUp) {
      broker.isUp = true;
      broker.isStopping = false;
      broker.incarnation += 1;
      broker.epoch = -1;
      broker.offlineDirs = [];
    }
    if (!this.#register(broker)) {
      // Its former session lasts: it waits until that has run out.
      this.silence(broker.id);
      this.#register(broker);
    }
  }

  #register(broker: ModelBroker): boolean {
    const { id, incarnation, cleanEpoch, dirs } = broker;
    const asked = registration(id, incarnation, { previousBrokerEpoch: cleanEpoch, logDirs: dirs });
    const reply = this.host.send(asked);
    if (reply?.kind !== "BrokerRegistrationResponse" || reply.errorCode !== 0) return false;
    broker.epoch = reply.brokerEpoch;
    return true;
  }

  beat(id: number, wantFence = false, wantShutDown = false, lag = 0): void {
    const broker = this.broker(id);
    if (!broker.isUp || broker.epoch < 0) return;
    broker.isStopping ||= wantShutDown;
    const reply = this.host.send(
      heartbeat(broker.id, broker.epoch, {
        currentMetadataOffset: this.host.image.lastOffset - lag,
        wantFence,
        wantShutDown: broker.isStopping,
        offlineLogDirs: broker.offlineDirs,
        offlineReplicas: this.#offlineReplicas(broker),
      }),
    );
    if (reply?.kind !== "BrokerHeartbeatResponse") return;
    if (reply.errorCode !== 0) broker.epoch = -1;
    else if (reply.shouldShutDown) {
      broker.isUp = false;
      const isClean = broker.offlineDirs.length === 0;
      broker.cleanEpoch = isClean ? broker.epoch : -1;
      // What lay in the failed directory is as good as lost.
      if (!isClean && this.#elr) this.#loseData(broker.id);
    }
  }

  /** Without ELR a crash keeps the page cache; with it, it is a power loss. */
  crash(id: number): void {
    const broker = this.broker(id);
    if (!broker.isUp) return;
    broker.isUp = false;
    broker.cleanEpoch = -1;
    if (this.#elr) this.#loseData(broker.id);
  }

  failDirectory(id: number): void {
    const broker = this.broker(id);
    if (!broker.isUp || broker.offlineDirs.length > 0) return;
    broker.offlineDirs = [broker.dirs[1]!];
    this.beat(id);
  }

  replaceDisk(id: number): void {
    const broker = this.broker(id);
    if (broker.isUp || !this.#elr) return;
    broker.dirs = [broker.dirs[0]!, broker.dirs[1]! + 1000];
    // The new disk has no marker of a clean stop.
    broker.cleanEpoch = -1;
    this.#loseData(broker.id);
  }

  /** Only the others are heard. */
  silence(id: number): void {
    for (let i = 0; i < 6; i++) {
      this.host.passMs(brokerConfig.brokerHeartbeatIntervalMs);
      for (const broker of this.brokers) if (broker.id !== id) this.beat(broker.id);
    }
  }

  propose(request: AlterPartitionRequest): void {
    const isTrue = (m: { brokerId: number; brokerEpoch: number }): boolean =>
      this.broker(m.brokerId).epoch === m.brokerEpoch;
    this.#proposed = request.partitions.flatMap((one) => one.newIsr.filter(isTrue).map((m) => m.brokerId));
    this.host.send(request);
    this.#proposed = [];
  }

  #offlineReplicas(broker: ModelBroker): TopicPartition[] {
    if (broker.offlineDirs.length === 0) return [];
    const { partitions } = this.host.image;
    return [...partitions.keys()].filter(
      (tp) => partitionOf(tp) % 2 === 1 && partitions.get(tp)!.replicas.includes(broker.id),
    );
  }

  #loseData(id: number): void {
    for (const [tp, ghost] of this.#ghosts) {
      const partition = this.host.image.partitions.get(tp);
      if (partition?.isr.includes(id) || partition?.eligibleLeaderReplicas.includes(id)) ghost.lost += 1;
      ghost.holders.delete(id);
    }
  }

  /** Up, and registered as the process it is: what the controller knows of it is true. */
  #isKnown(id: number): boolean {
    const broker = this.broker(id);
    const registered = this.host.image.brokers.get(id);
    return broker.isUp && broker.epoch >= 0 && registered?.brokerEpoch === broker.epoch;
  }

  minIsr(tp: TopicPartition, replicas: number): number {
    const { policy, image } = this.host.state;
    return Math.min(topicConfig(policy, image, topicIdOf(tp)).minInsyncReplicas, replicas);
  }

  #onRegistered(id: number, epoch: number): void {
    const former = this.#epochs.get(id) ?? -1;
    const { lastOffset, brokers } = this.host.image;
    if (epoch < former) this.#fail(`broker epoch of ${id} fell from ${former} to ${epoch}`);
    if (epoch > former && epoch !== lastOffset) this.#fail(`broker epoch ${epoch} is not the offset ${lastOffset}`);
    if (epoch > former && brokers.get(id)?.fenced !== true) this.#fail(`${id} does not start fenced`);
    this.#epochs.set(id, epoch);
  }

  #onChange(
    tp: TopicPartition,
    before: PartitionRegistration | null,
    after: PartitionRegistration,
    kind: ElectionKind,
  ): void {
    this.elections.add(kind);
    if (before === null) {
      const needed = Math.min(after.isr.length, this.minIsr(tp, after.replicas.length));
      const lost = after.isr.filter((id) => !this.#isKnown(id)).length;
      this.#ghosts.set(tp, { holders: new Set(after.isr), lost, needed, ...noExcuse, left: new Set() });
      return;
    }
    const ghost = this.#ghosts.get(tp)!;
    // A changed min.insync.replicas clears the ELR, and with it what it knew of the holders outside the ISR (ClearElrRecord).
    if (this.#minIsrChanged && after.eligibleLeaderReplicas.length === 0) {
      ghost.needed = Math.min(ghost.needed, ghost.lost + after.isr.filter((id) => this.#isKnown(id)).length);
      ghost.wasCleared = after.leader < 0;
    } else if (after.leader >= 0) ghost.wasCleared = false;
    for (const id of this.#proposed) if (this.#isKnown(id)) ghost.holders.add(id);
    if (before.replicas.some((id) => !after.replicas.includes(id))) ghost.wasThinned = true;
    ghost.isWaiting = after.leader < 0 && (ghost.isWaiting || kind === "unclean");
    if (kind === "unclean" || kind === "last-known") {
      ghost.holders = new Set(after.isr);
      ghost.lost = after.isr.every((id) => this.#isKnown(id)) ? 0 : 1;
      ghost.needed = 1;
    } else if (kind === "eligible" && ghost.left.has(after.leader)) {
      ghost.holders = new Set([after.leader]);
      for (const id of after.eligibleLeaderReplicas) ghost.left.add(id);
    } else if (after.leader >= 0 && this.#isKnown(after.leader) && !ghost.holders.has(after.leader)) {
      this.#fail(
        `${tp}: the ${kind} leader ${after.leader} lacks committed records: ${show(before)} -> ${show(after)}`,
      );
    }
    this.#judgeEpochs(tp, ghost, before, after, kind);
    if (kind !== "unclean" && kind !== "last-known" && endsEarly(before, after))
      this.#fail(`${tp}: the move ended early: ${show(before)} -> ${show(after)}`);
    this.#judgeElr(tp, ghost, before, after, kind);
    if (isRecoveryWrong(before, after, kind)) this.#fail(`${tp}: ${kind}: ${show(before)} -> ${show(after)}`);
  }

  /** Counted by the replicas that partition 0 had, and before an election. */
  #judgeElr(
    tp: TopicPartition,
    ghost: Ghost,
    before: PartitionRegistration,
    after: PartitionRegistration,
    kind: string,
  ): void {
    const elr = after.eligibleLeaderReplicas;
    const first = partitionOf(tp) === 0 ? before : this.host.image.partitions.get(tp - partitionOf(tp))!;
    if (kind !== "eligible" && elr.length > 0 && after.isr.length >= this.minIsr(tp, first.replicas.length))
      this.#fail(`${tp}: an ELR beside a large enough ISR: ${show(after)}`);
    for (const id of ghost.left) if (!elr.includes(id)) ghost.left.delete(id);
    for (const id of elr) if (kind === "unclean" || !after.replicas.includes(id)) ghost.left.add(id);
  }

  #judgeEpochs(
    tp: TopicPartition,
    ghost: Ghost,
    before: PartitionRegistration,
    after: PartitionRegistration,
    kind: ElectionKind,
  ): void {
    const isNewLeader = before.leader !== after.leader;
    const hasLeft = before.replicas.some((id) => !after.replicas.includes(id));
    const expected = before.leaderEpoch + (isNewLeader || hasLeft ? 1 : 0);
    if (after.leaderEpoch !== expected) this.#fail(`${tp}: leader epoch of ${show(before)} -> ${show(after)}`);
    if (after.partitionEpoch !== before.partitionEpoch + 1) this.#fail(`${tp}: partition epoch`);
    if (isNewLeader === (kind === "none") && !ghost.isWaiting)
      this.#fail(`${tp}: ${kind} for ${show(before)} -> ${show(after)}`);
  }

  /** What must hold after every command: 2.1, 2.2, 2.3, 2.4 of the invariants, and candidates that hold everything. */
  judge(): void {
    this.#minIsrChanged = false;
    for (const [tp, partition] of this.host.image.partitions) {
      const ghost = this.#ghosts.get(tp)!;
      const first = this.host.image.partitions.get(tp - partitionOf(tp))!;
      const minIsr = this.minIsr(tp, partition.replicas.length);
      const wrong = wrongSets(this.host.image, this.#elr, tp, partition, ghost.isWaiting);
      if (wrong !== null) this.#fail(wrong);
      ghost.needed = Math.min(ghost.needed, minIsr, this.minIsr(tp, first.replicas.length));
      if (partition.isr.length >= minIsr && partition.isr.every((id) => this.#isKnown(id))) {
        if (partition.leader >= 0) ghost.holders = new Set(partition.isr);
        ghost.lost = 0;
        ghost.needed = Math.min(minIsr, this.minIsr(tp, first.replicas.length));
        ghost.wasThinned = false;
      }
      for (const id of [...partition.isr, ...partition.eligibleLeaderReplicas]) {
        if (this.#isKnown(id) && !ghost.holders.has(id) && !ghost.left.has(id))
          this.#fail(`${tp}: ${id} is a candidate without the data: ${show(partition)}`);
      }
      const isBare = partition.isr.length === 0 && partition.eligibleLeaderReplicas.length === 0;
      if (isBare && ghost.lost < ghost.needed && !ghost.wasThinned) {
        this.#fail(`${tp}: no candidate is left after ${ghost.lost} of ${ghost.needed} losses: ${show(partition)}`);
      }
      if (isBare && partition.lastKnownElr.length !== 1 && !ghost.wasCleared)
        this.#fail(`${tp}: nobody is known to have led: ${show(partition)}`);
    }
  }

  #fail(sentence: string): void {
    this.problem ??= sentence;
  }
}
