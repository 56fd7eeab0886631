/**
 * The controller of a model: its image, and the decisions of the real controller on it, each one step. The records of a
 * decision are committed before anybody hears of them.
 */
import { mapOf, nodeMap, record } from "../../explorer/compound.ts";
import { type Field, frozen, node, plain, untold } from "../../explorer/shape.ts";
import { newRegistration } from "../../kafka/controller/assignment.ts";
import type { ControllerCommand } from "../../kafka/controller/command.ts";
import type { ControllerDecision } from "../../kafka/controller/decision.ts";
import { type ControllerLedger, controllerLedger } from "../../kafka/controller/ledger.ts";
import { replayObserved, tellJudged } from "../../kafka/controller/observe.ts";
import { type Policy, policyOf } from "../../kafka/controller/policy.ts";
import type { ElectLeadersRequest } from "../../kafka/messages/admin.ts";
import type { AlterPartitionRequest, BrokerHeartbeatRequest } from "../../kafka/messages/controller.ts";
import type { KafkaResponse } from "../../kafka/messages/index.ts";
import type { BrokerRegistration, MetadataImage } from "../../kafka/metadata/image.ts";
import type { PartitionRegistration } from "../../kafka/metadata/records.ts";
import { modelPartition, modelTopic, modelTopicId } from "../settings.ts";
import { registrationField } from "./metadata-version.ts";
import type { ModelWorld } from "./replica-host.ts";

const broker: Field<BrokerRegistration> = record<BrokerRegistration>({
  brokerId: node,
  incarnationId: plain,
  brokerEpoch: plain,
  registrationOffset: plain,
  rack: untold(),
  logDirs: frozen((dirs) => dirs.join()),
  offlineLogDirs: frozen((dirs) => dirs.join()),
  offlineReplicas: frozen((replicas) => replicas.join()),
  fenced: plain,
  inControlledShutdown: plain,
});

/** Topics and settings never change in a model. */
export const imageField: Field<MetadataImage> = record<MetadataImage>({
  brokers: nodeMap<BrokerRegistration>(broker),
  topicsByName: untold(),
  topicsById: untold(),
  partitions: mapOf<number, PartitionRegistration>(registrationField),
  topicConfigs: untold(),
  nextProducerId: untold(),
  topicIdsByName: untold(),
  nextTopicId: untold(),
  lastOffset: plain,
});

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

export interface ControllerStep {
  readonly reply: KafkaResponse | null;
  /** The metadata log grew. */
  readonly isChanged: boolean;
  /** Somebody leads who holds nothing: a loss that Kafka never promised to prevent. */
  readonly isLossy: boolean;
}

export class ModelController {
  readonly #world: ModelWorld;
  readonly #policy: Policy;
  readonly #ledger: ControllerLedger;

  constructor(world: ModelWorld) {
    const { broker: brokerConfig, topic: topicDefaults, topicOf: topicConfigOf } = world.settings;
    this.#world = world;
    this.#policy = policyOf({ brokerConfig, topicDefaults, topicConfigOf, rules: world.rules });
    this.#ledger = controllerLedger(this.#policy);
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
    const command = commandOf(image, input);
    const decision = this.#ledger.decide(image, command);
    tellJudged(command, decision.reply, this.#world.observer);
    if (decision.records.length > 0) replayObserved(image, decision, this.#world.observer);
    arrange(image, -1);
    forgetOffsets(image);
    return { reply: decision.reply, isChanged: decision.records.length > 0, isLossy: isLossy(image, decision) };
  }
}

/** The last known leader, or anybody, is elected without its disk: more was lost than min.insync.replicas allows for. */
function isLossy(image: MetadataImage, decision: ControllerDecision): boolean {
  const { leader } = image.partitions.get(modelPartition)!;
  const isUnclean = decision.elections.some((kind) => kind === "last-known" || kind === "unclean");
  return isUnclean && (image.brokers.get(leader)?.logDirs[0] ?? 0) > 0;
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
      return { kind: "AlterPartition", request: input.request };
    case "elect":
      return { kind: "ElectLeaders", request: preferredElection };
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
