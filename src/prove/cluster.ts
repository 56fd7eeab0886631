/**
 * A few replicas of one partition, the controller, the connections between them and the metadata log, as a system to
 * search: every step that some broker, message, timer or fault can make next.
 */

import { silentTrial, type TrialObserver } from "../check/observer.ts";
import { isController } from "../core/ids.ts";
import { type Renaming, renamings } from "../explorer/renaming.ts";
import type { Slot, Successors, System } from "../explorer/system.ts";
import { actionOf } from "./action.ts";
import type { Check, Scene } from "./checks/check.ts";
import type { Parcel } from "./fields/message-fields.ts";
import { newReplica } from "./machines/replica.ts";
import { stepReplica } from "./machines/replica-steps.ts";
import type { ModelWorld } from "./machines/world.ts";
import { brokerMoves, Crash } from "./moves/broker-moves.ts";
import { absenceMoves, controllerMoves } from "./moves/controller-moves.ts";
import { lateMoves, messageMoves } from "./moves/message-moves.ts";
import { producerMoves } from "./moves/producer-moves.ts";
import { packBudgets, type Scope } from "./scope.ts";
import { modelPartition, modelTopic } from "./settings.ts";
import { pushed } from "./state/connection.ts";
import { type ConnectionView, Families } from "./state/families.ts";
import { newGhost } from "./state/ghost.ts";
import { Layout, type SlotKind } from "./state/layout.ts";
import { LocalSteps } from "./state/local-steps.ts";
import { Transition } from "./state/transition.ts";
import { type ReplicaView, viewOfImage } from "./state/views.ts";

interface ClusterOptions {
  readonly scope: Scope;
  readonly world: ModelWorld;
  readonly checks: readonly Check[];
  /** Are states that differ in the names of replicas one? Default true; false to see that it makes no difference. */
  readonly isSymmetric?: boolean;
}

const isSameLog = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((name, offset) => name === b[offset]);

export class ClusterModel implements System {
  readonly slots: readonly Slot[];
  readonly renamings: readonly Renaming[];
  readonly layout: Layout;
  readonly families: Families;
  readonly steps: LocalSteps;
  readonly checks: readonly Check[];
  readonly #scope: Scope;
  readonly #world: ModelWorld;
  readonly #transition: Transition;
  readonly #scene: { -readonly [Part in keyof Scene]: Scene[Part] } & { readonly replicas: ReplicaView[] };

  constructor({ scope, world, checks, isSymmetric = true }: ClusterOptions) {
    this.#scope = scope;
    this.#world = world;
    this.checks = checks;
    this.layout = new Layout(scope.replicas, scope.producer !== null);
    const all = renamings(scope.replicas);
    this.renamings = isSymmetric ? all : all.slice(0, 1);
    this.families = new Families(this.layout, this.renamings);
    this.steps = new LocalSteps(scope, world, this.families);
    this.#transition = new Transition(this.layout, this.families, this.steps, scope.minInsyncReplicas);
    const image = viewOfImage(this.steps.controller.newImage([1], 1));
    const elr = world.settings.broker.eligibleLeaderReplicasEnable;
    this.#scene = { ghost: newGhost(), image, replicas: [], elr };
    this.slots = Array.from({ length: this.layout.width }, (_, i) => this.#slot(i));
  }

  #slot(i: number): Slot {
    const { layout, families } = this;
    const { replicas, images, messages, news, late, producers, connections } = families;
    const byKind: Readonly<Record<SlotKind, Slot["family"]>> = {
      replica: replicas,
      controller: images,
      message: messages,
      news,
      late,
      producer: producers,
      client: connections,
      ghost: null,
      lag: null,
      budgets: null,
    };
    const movesTo = this.renamings.map((renaming) => layout.moved(i, renaming));
    return { family: byKind[layout.kindOf(i)], movesTo };
  }

  /** The leader, as the controller has it. */
  firstNode(state: Int32Array): number {
    const { leader } = this.families.imageViews.at(state[this.layout.controller]!).registration;
    return Math.max(leader, 0);
  }

  /** Broker 1 leads; the others follow it and have asked for the first time. */
  start(): Int32Array {
    const { layout, families, steps } = this;
    const state = new Int32Array(layout.width);
    const ids = Array.from({ length: layout.replicas }, (_, i) => i + 1);
    const image = steps.controller.newImage(ids, 1);
    const version = families.images.copyOf(families.images.idOf(image));
    state[layout.controller] = families.images.idOf(image);
    state[layout.ghost] = families.ghosts.idOf(newGhost());
    state[layout.budgets] = packBudgets(this.#scope);
    for (const { brokerId, brokerEpoch } of version.brokers.values()) {
      const replica = newReplica(brokerId);
      stepReplica(this.#world, replica, { kind: "boot", brokerEpoch });
      const sent = stepReplica(this.#world, replica, { kind: "metadata", version });
      state[layout.replica(brokerId)] = families.replicas.idOf(replica);
      for (const parcel of sent) {
        const message = families.messages.idOf(parcel);
        state[families.places.at(message).slot] = message;
      }
    }
    this.#startProducer(state);
    return state;
  }

  #startProducer(state: Int32Array): void {
    const { layout, families, steps } = this;
    if (steps.producer === null) return;
    const { state: producer, sent } = steps.producer.first({ leaderId: 1, leaderEpoch: 0 });
    state[layout.producer] = families.producers.idOf(producer);
    for (const parcel of sent) {
      const { slot } = families.places.at(families.messages.idOf(parcel));
      const before = families.connections.valueOf(state[slot]!);
      state[slot] = families.connections.idOf(pushed(before, parcel, true));
    }
  }

  expand(state: Int32Array, successors: Successors): void {
    this.#expand(state, successors, -1);
  }

  #expand(state: Int32Array, successors: Successors, only: number): void {
    const t = this.#transition;
    t.open(state, successors, only);
    for (let id = 1; id <= this.layout.replicas; id++) {
      if (!t.replicaView(id).isUp) {
        absenceMoves(t, id);
        continue;
      }
      messageMoves(t, id);
      brokerMoves(t, id);
      controllerMoves(t, id);
    }
    lateMoves(t);
    if (this.layout.producer >= 0) producerMoves(t);
  }

  /** Takes one step again, with `observer` hearing what happens in it. */
  tell(state: Int32Array, action: number, observer: TrialObserver): void {
    const { kind, a, b } = actionOf(action);
    if (kind === "start") observer.nodeUp(a, 1);
    if (kind === "crash") observer.nodeDown(a, "process-crash");
    if (kind === "crash" && b === Crash.diskLost) observer.diskWiped(a, 0);
    this.#world.observer = observer;
    this.steps.isTelling = true;
    this.#expand(state, { next: new Int32Array(state.length), offer: () => {}, excuse: () => {} }, action);
    this.steps.isTelling = false;
    this.#world.observer = silentTrial;
  }

  /** What an observer would have heard before the first step. */
  introduce(observer: TrialObserver): void {
    observer.topicCreated(modelTopic, [modelPartition]);
    for (let id = 1; id <= this.layout.replicas; id++) {
      observer.brokerRegistered(id, 1, false);
      observer.logOpened(id, modelPartition, 0, 0, 0, false);
    }
  }

  /** The message that an action delivers, or loses; null: it is about none. */
  parcelOf(state: Int32Array, action: number): Parcel | null {
    const { kind, a, b } = actionOf(action);
    const { layout, families } = this;
    const of = (id: number): Parcel | null => families.messages.valueOf(id);
    const client = (slot: number): ConnectionView => families.connectionViews.at(state[slot]!);
    switch (kind) {
      case "deliver":
      case "disconnect":
        return of(state[isController(b) ? layout.proposal(a) : layout.link(a, b)]!);
      case "deliver-late":
        return of(families.messagesOf.at(state[layout.late]!)[b]!);
      case "produce":
        return of(client(layout.client(a)).request);
      case "answer":
        return of(client(layout.client(a)).answer);
      case "late-produce":
        return of(client(layout.lateClient(a)).request);
      default:
        return null;
    }
  }

  /** The number of the check that is broken, from 1. */
  judge(state: Int32Array): number {
    const scene = this.scene(state);
    for (let i = 0; i < this.checks.length; i++) if (this.checks[i]!.find(scene) !== null) return i + 1;
    return 0;
  }

  /**
   * All brokers run, everybody knows of the present leader, is in its ISR and has its log, all of it committed; and the
   * producer knows of all its records.
   */
  isSettled(state: Int32Array): boolean {
    const { image, replicas } = this.scene(state);
    const { leader, leaderEpoch, isr } = image.registration;
    if (leader < 0 || isr.length < replicas.length) return false;
    const { records, highWatermark } = replicas[leader - 1]!;
    if (highWatermark < records.length || !this.#isAllAcked(state)) return false;
    return replicas.every((view) => view.isUp && view.leaderEpoch === leaderEpoch && isSameLog(view.records, records));
  }

  /** An idempotent producer gives no record up; what another one was told may be that it failed. */
  #isAllAcked(state: Int32Array): boolean {
    const { producer, ghost } = this.layout;
    if (producer < 0) return true;
    return this.families.ghosts.valueOf(state[ghost]!).acked.length >= this.#scope.records;
  }

  /** One object for all states: it says what the state at hand is. */
  scene(state: Int32Array): Scene {
    const { layout, families } = this;
    const scene = this.#scene;
    for (let i = 0; i < layout.replicas; i++) scene.replicas[i] = families.replicaViews.at(state[i]!);
    scene.ghost = families.ghosts.valueOf(state[layout.ghost]!);
    scene.image = families.imageViews.at(state[layout.controller]!);
    return scene;
  }

  internedBytes(): number {
    return this.families.bytes + this.steps.bytes;
  }
}
