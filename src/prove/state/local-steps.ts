/**
 * Steps of one machine, computed once for each (state, input) by running the real code on a copy, and looked up ever after.
 */

import { silentTrial } from "../../check/observer.ts";
import { everyChoice } from "../../explorer/odometer.ts";
import { PairTable } from "../../explorer/pair-table.ts";
import type { AlterPartitionRequest } from "../../kafka/messages/controller.ts";
import type { ModelMessage } from "../fields/message-fields.ts";
import { type ControllerInput, ModelController } from "../machines/controller.ts";
import { type Acked, ModelProducer, type ProducerInput } from "../machines/producer.ts";
import { type ReplicaInput, stepReplica } from "../machines/replica-steps.ts";
import type { ModelWorld } from "../machines/world.ts";
import type { Scope } from "../scope.ts";
import { controllerNode } from "../settings.ts";
import type { Families } from "./families.ts";

interface ReplicaOutcome {
  /** The replica afterwards. */
  readonly next: number;
  /** What it sent, by id. */
  readonly sent: readonly number[];
}

export interface ControllerOutcome {
  readonly next: number;
  /** 0: none. */
  readonly answer: number;
  /** The metadata as it is now; -1: the decision changed nothing. */
  readonly version: number;
  /** Of the broker that registered, else -1; also -1 if it was refused. */
  readonly brokerEpoch: number;
  /** The search goes no further there: what follows may lose records. */
  readonly isLossy: boolean;
}

export interface ProducerOutcome extends ReplicaOutcome {
  readonly acked: readonly Acked[];
}

export class LocalSteps {
  readonly #world: ModelWorld;
  readonly #families: Families;
  readonly #controller: ModelController;
  readonly #replicaSteps = new PairTable();
  readonly #replicaOutcomes: ReplicaOutcome[] = [];
  readonly #controllerSteps = new PairTable();
  readonly #controllerOutcomes: ControllerOutcome[] = [];
  readonly #producer: ModelProducer | null;
  readonly #producerSteps = new PairTable();
  readonly #producerOutcomes: (readonly ProducerOutcome[])[] = [];
  /** Steps are computed anew each time, so that the observer hears of them. */
  isTelling = false;

  constructor(scope: Scope, world: ModelWorld, families: Families) {
    this.#world = world;
    this.#families = families;
    this.#controller = new ModelController(world);
    this.#producer = scope.producer === null ? null : new ModelProducer(scope, scope.producer, world);
  }

  get controller(): ModelController {
    return this.#controller;
  }

  /** null: the scope has none. */
  get producer(): ModelProducer | null {
    return this.#producer;
  }

  get computed(): number {
    return this.#replicaSteps.size + this.#controllerSteps.size + this.#producerSteps.size;
  }

  get bytes(): number {
    const tables = [this.#replicaSteps, this.#controllerSteps, this.#producerSteps];
    return tables.reduce((sum, table) => sum + table.bytes, 0) + this.computed * outcomeBytes;
  }

  /** `code` is one integer for the input: equal inputs, equal codes. */
  replica(id: number, code: number, input: ReplicaInput): ReplicaOutcome {
    const known = this.isTelling ? -1 : this.#replicaSteps.get(id, code);
    if (known >= 0) return this.#replicaOutcomes[known]!;
    const { replicas, messages } = this.#families;
    const replica = replicas.copyOf(id);
    const sent = stepReplica(this.#world, replica, input).map((one) => messages.idOf(one));
    const outcome = { next: replicas.idOf(replica), sent };
    if (this.isTelling) return outcome;
    this.#replicaSteps.set(id, code, this.#replicaOutcomes.length);
    this.#replicaOutcomes.push(outcome);
    return outcome;
  }

  decide(id: number, code: number, input: ControllerInput): ControllerOutcome {
    const known = this.isTelling ? -1 : this.#controllerSteps.get(id, code);
    if (known >= 0) return this.#controllerOutcomes[known]!;
    const { images, messages, versions } = this.#families;
    const image = images.copyOf(id);
    const { reply, isChanged, isLossy } = this.#controller.step(image, input);
    const to = input.kind === "alter" ? input.request.brokerId : -1;
    const answer = to < 0 ? 0 : messages.idOf({ from: controllerNode, to, body: reply as ModelMessage });
    const brokerEpoch = reply?.kind === "BrokerRegistrationResponse" ? reply.brokerEpoch : -1;
    const version = isChanged ? versions.idOf(images.copyOf(images.idOf(image))) : -1;
    const outcome = { next: images.idOf(image), answer, version, brokerEpoch, isLossy };
    if (this.isTelling) return outcome;
    this.#controllerSteps.set(id, code, this.#controllerOutcomes.length);
    this.#controllerOutcomes.push(outcome);
    return outcome;
  }

  /** One outcome for each way in which the producer's choices can go. `told`: the one that an observer hears of. */
  produce(id: number, code: number, input: ProducerInput, told: number): readonly ProducerOutcome[] {
    const known = this.isTelling ? -1 : this.#producerSteps.get(id, code);
    if (known >= 0) return this.#producerOutcomes[known]!;
    const { producers, messages } = this.#families;
    const outcomes = everyChoice((choose, way) => {
      const observer = way === told ? this.#world.observer : silentTrial;
      const { state, sent, acked } = this.#producer!.step(producers.copyOf(id), input, choose, observer);
      return { next: producers.idOf(state), sent: sent.map((one) => messages.idOf(one)), acked };
    });
    if (this.isTelling) return outcomes;
    this.#producerSteps.set(id, code, this.#producerOutcomes.length);
    this.#producerOutcomes.push(outcomes);
    return outcomes;
  }

  proposalIn(message: number): AlterPartitionRequest {
    return this.#families.messages.valueOf(message)!.body as AlterPartitionRequest;
  }
}

const outcomeBytes = 100;
