/**
 * The controller of a model: its image, and the decisions of the real controller on it, each one step of a ledger host
 * whose log commits at once.
 */

import type { ControllerCommand } from "../../kafka/controller/command.ts";
import { type ControllerFact, tellFact } from "../../kafka/controller/decision.ts";
import { type ControllerLedger, controllerLedger } from "../../kafka/controller/ledger.ts";
import { newRegistration } from "../../kafka/controller/placement.ts";
import { policyOf } from "../../kafka/controller/policy.ts";
import type { ControllerTypes } from "../../kafka/controller/state.ts";
import { continueLoad, execute, type LedgerPort, load, newLedgerHost } from "../../kafka/ledger/ledger-host.ts";
import type { LedgerBatch, LedgerLog } from "../../kafka/ledger/ledger-log.ts";
import type { ElectLeadersRequest } from "../../kafka/messages/admin.ts";
import type { AlterPartitionRequest, BrokerHeartbeatRequest } from "../../kafka/messages/controller.ts";
import type { KafkaResponse } from "../../kafka/messages/index.ts";
import type { MetadataImage } from "../../kafka/metadata/image.ts";
import type { MetadataRecord } from "../../kafka/metadata/records.ts";
import type { KafkaObserver } from "../../kafka/observer.ts";
import { controllerNode, modelPartition, modelTopic, modelTopicId } from "../settings.ts";
import type { ModelWorld } from "./world.ts";

/**
 * Each with `first`: the replica that the assignment names first. Its order decides who is elected of several; a model
 * leaves it open, which is what makes replicas interchangeable.
 */
export type ControllerInput =
  | { readonly kind: "alter"; readonly request: AlterPartitionRequest; readonly first: number }
  /** The operator makes `first` the preferred leader, and has it elected. */
  | { readonly kind: "elect"; readonly first: number }
  | { readonly kind: "expire"; readonly brokerId: number; readonly first: number }
  /** A new incarnation; `hasNewDisk`: its log directory is another one. */
  | { readonly kind: "register"; readonly brokerId: number; readonly hasNewDisk: boolean; readonly first: number }
  /** Of a fenced broker that has applied its own registration. */
  | { readonly kind: "heartbeat"; readonly brokerId: number; readonly first: number };

interface ControllerStep {
  readonly reply: KafkaResponse | null;
  /** The metadata log grew. */
  readonly isChanged: boolean;
  /** Somebody leads who holds nothing: a loss that Kafka never promised to prevent. */
  readonly isLossy: boolean;
}

/** One decision as it is made. */
interface Hearing {
  readonly observer: KafkaObserver;
  reply: KafkaResponse | null;
  isUnclean: boolean;
}

/** As the real controller, but that nobody is connected to it. */
interface ModelTypes extends Omit<ControllerTypes, "waiter" | "context"> {
  waiter: Hearing;
  context: Hearing;
}

const modelPort: LedgerPort<ModelTypes> = {
  tell: (fact, hearing) => {
    tellFact(hearing.observer, fact);
    if (fact.name === "partitionChanged")
      hearing.isUnclean ||= fact.args[3] === "last-known" || fact.args[3] === "unclean";
  },
  answer: (hearing, reply) => {
    hearing.reply = reply;
  },
  fail: () => {},
};

/** A log whose image is its snapshot, and which commits what it takes. */
class ModelLog implements LedgerLog<MetadataImage, MetadataRecord, ControllerFact> {
  readonly #image: MetadataImage;
  readonly startOffset: number;
  endOffset: number;

  constructor(image: MetadataImage) {
    this.#image = image;
    this.startOffset = image.lastOffset + 1;
    this.endOffset = this.startOffset;
  }

  get committedEnd(): number {
    return this.endOffset;
  }

  snapshot(): MetadataImage {
    return this.#image;
  }

  append({ records }: LedgerBatch<MetadataRecord, ControllerFact>): number {
    this.endOffset += records.length;
    return this.endOffset - records.length;
  }

  read(): void {}
}

export class ModelController {
  readonly #world: ModelWorld;
  readonly #ledger: ControllerLedger;

  constructor(world: ModelWorld) {
    const { broker: brokerConfig, topic: topicDefaults, topicOf: topicConfigOf } = world.settings;
    this.#world = world;
    this.#ledger = controllerLedger(
      policyOf(controllerNode, { brokerConfig, topicDefaults, topicConfigOf, rules: world.rules }),
    );
  }

  /** All brokers registered and unfenced, the topic made, `leader` leading it in epoch 0, everybody in sync. */
  newImage(brokers: readonly number[], leader: number): MetadataImage {
    const image = this.#ledger.empty();
    for (const brokerId of brokers) {
      const type = "RegisterBrokerRecord" as const;
      const known = { rack: "", logDirs: [0], fenced: false, inControlledShutdown: false };
      this.#ledger.replay(image, { type, brokerId, incarnationId: 0, brokerEpoch: firstEpoch, ...known }, firstEpoch);
    }
    this.#ledger.replay(image, { type: "TopicRecord", name: modelTopic, topicId: modelTopicId }, firstEpoch);
    const registration = newRegistration(brokers, brokers, leader);
    const type = "PartitionRecord" as const;
    this.#ledger.replay(image, { type, topicPartition: modelPartition, registration }, firstEpoch);
    return image;
  }

  /** Changes the image. */
  step(image: MetadataImage, input: ControllerInput): ControllerStep {
    arrange(image, input.first);
    const hearing: Hearing = { observer: this.#world.observer, reply: null, isUnclean: false };
    const log = new ModelLog(image);
    const host = newLedgerHost<ModelTypes>(this.#ledger, log, modelPort);
    load(host, 0);
    continueLoad(host, 0, Infinity, hearing);
    execute(host, commandOf(image, input), hearing, hearing);
    arrange(image, -1);
    forgetOffsets(image);
    return {
      reply: hearing.reply,
      isChanged: log.endOffset > log.startOffset,
      isLossy: hearing.isUnclean && leadsWithoutDisk(image),
    };
  }
}

/** The last known leader, or anybody, is elected without its disk: more was lost than min.insync.replicas allows for. */
function leadsWithoutDisk(image: MetadataImage): boolean {
  const { leader } = image.partitions.get(modelPartition)!;
  return (image.brokers.get(leader)?.logDirs[0] ?? 0) > 0;
}

const firstEpoch = 1;

/** `first` -1: in the order of the ids. */
function arrange(image: MetadataImage, first: number): void {
  const registration = image.partitions.get(modelPartition)!;
  const others = registration.replicas.filter((id) => id !== first).sort((a, b) => a - b);
  const replicas = first < 0 ? others : [first, ...others];
  const isr = [...registration.isr].sort((a, b) => a - b);
  image.partitions.set(modelPartition, { ...registration, replicas, isr });
}

/**
 * Offsets of the metadata log count on for ever; all that is read of them here is which registration is the newer one. So
 * the log counts on from the newest registration.
 */
function forgetOffsets(image: MetadataImage): void {
  image.lastOffset = firstEpoch;
  for (const { registrationOffset } of image.brokers.values()) {
    image.lastOffset = Math.max(image.lastOffset, registrationOffset);
  }
}

function commandOf(image: MetadataImage, input: ControllerInput): ControllerCommand {
  switch (input.kind) {
    case "alter":
      return input.request;
    case "elect":
      return preferredElection;
    case "expire":
      return { kind: "ExpireSession", brokerId: input.brokerId };
    case "register":
      return registrationOf(image, input.brokerId, input.hasNewDisk);
    case "heartbeat": {
      const request = heartbeatOf(image, input.brokerId);
      return { kind: "BrokerHeartbeat", request, controlledShutdownOffset: -1, lowestActiveOffset: image.lastOffset };
    }
  }
}

const preferredElection: ElectLeadersRequest = {
  kind: "ElectLeaders",
  name: 0,
  correlationId: 0,
  electionType: "preferred",
  partitions: [modelPartition],
};

/** The stop before was a crash: the broker does not know its former epoch. A session that lasts refuses it. */
function registrationOf(image: MetadataImage, brokerId: number, hasNewDisk: boolean): ControllerCommand {
  const before = image.brokers.get(brokerId)!;
  const logDir = before.logDirs[0]! + (hasNewDisk ? 1 : 0);
  return {
    kind: "BrokerRegistration",
    hasLiveSession: !before.fenced,
    request: {
      kind: "BrokerRegistration",
      name: 0,
      correlationId: 0,
      brokerId,
      incarnationId: before.incarnationId + 1,
      previousBrokerEpoch: -1,
      rack: "",
      logDirs: [logDir],
    },
  };
}

/** Sent by a broker that has applied the metadata up to the end. */
const heartbeatOf = (image: MetadataImage, brokerId: number): BrokerHeartbeatRequest => ({
  kind: "BrokerHeartbeat",
  name: 0,
  correlationId: 0,
  brokerId,
  brokerEpoch: image.brokers.get(brokerId)!.brokerEpoch,
  currentMetadataOffset: image.lastOffset,
  wantFence: false,
  wantShutDown: false,
  offlineLogDirs: [],
  offlineReplicas: [],
});
