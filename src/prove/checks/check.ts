/** What must hold in every state of a model: the checks of a run that make sense here, under the same names. */

import { modelTopic } from "../settings.ts";
import type { Ghost } from "../state/ghost.ts";
import type { ImageView, ReplicaView } from "../state/views.ts";

/** A state as its checks see it. */
export interface Scene {
  readonly ghost: Ghost;
  readonly image: ImageView;
  readonly replicas: readonly ReplicaView[];
  /** The cluster has eligible leader replicas (KIP-966). */
  readonly elr: boolean;
}

export interface Check {
  readonly name: string;
  /** What is wrong, in one sentence; null: nothing. Called for every state: the sentence is made for a wrong one alone. */
  readonly find: (scene: Scene) => string | null;
}

export const at = (offset: number): string => `${modelTopic}-0@${offset}`;

export const replicaOf = (scene: Scene, brokerId: number): ReplicaView => scene.replicas[brokerId - 1]!;
