/** What a model gives a replica manager for a broker process: its identity, and the metadata that it has applied. */

import { shared } from "../../explorer/compound.ts";
import { allUntold, type Field, node, plain } from "../../explorer/shape.ts";
import type { KafkaContext } from "../../kafka/context.ts";
import { newControlPlane } from "../../kafka/control-plane.ts";
import type { FetchRequest } from "../../kafka/messages/fetch.ts";
import type { MetadataImage } from "../../kafka/metadata/image.ts";
import type { ReplicaOptions, ReplicaPort } from "../../kafka/replica-manager/port.ts";
import type { ReplicaManager } from "../../kafka/replica-manager/replica-manager.ts";
import { controllerNode } from "../settings.ts";
import { appliedField } from "./image-fields.ts";
import { sessionIdOf } from "./session-id.ts";

/** One voter, so that nobody learns of another leader. */
const controlPlane = newControlPlane([controllerNode]);

export class ModelPort implements ReplicaPort {
  options: ReplicaOptions;
  context: KafkaContext;
  epoch: number;
  applied: MetadataImage;
  correlationId = 0;
  readonly controlPlane = controlPlane;
  /** With one request in flight a session expects one epoch or a new session: two that follow each other are never mixed up. */
  readonly lastSessionEpoch: number = 1;

  constructor(options: ReplicaOptions, context: KafkaContext, epoch: number, applied: MetadataImage) {
    this.options = options;
    this.context = context;
    this.epoch = epoch;
    this.applied = applied;
  }

  brokerEpoch(): number {
    return this.epoch;
  }

  image(): MetadataImage {
    return this.applied;
  }

  sessionId(nth: number, request: FetchRequest): number {
    return sessionIdOf(this.epoch, request.replicaId, request.sessionId + nth);
  }

  logDirsFailed(): void {}
}

const options: Field<ReplicaOptions> = {
  write: (value, key) => node.write(value.brokerId, key),
  copy: (value, copier) => ({ ...value, brokerId: node.copy(value.brokerId, copier) }),
};

const modelPort: Field<ModelPort> = shared<ModelPort>(
  () => ({
    options,
    ...allUntold("context", "correlationId", "controlPlane", "lastSessionEpoch"),
    epoch: plain,
    applied: appliedField,
  }),
  ({ options, context, epoch, applied }) => new ModelPort(options, context, epoch, applied),
);

/** The only port that a manager has here. */
export const portField = modelPort as unknown as Field<ReplicaManager["port"]>;
