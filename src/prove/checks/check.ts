/** What must hold in every state of a model: the checks of a run that make sense here, under the same names. */

import { firstLacking } from "../../check/monitors/committed-stable.ts";
import { modelTopic } from "../settings.ts";
import type { Ghost } from "../state/ghost.ts";
import type { ImageView, ReplicaView } from "../state/views.ts";

/** A state as its checks see it. */
export interface Scene {
  readonly ghost: Ghost;
  readonly image: ImageView;
  readonly replicas: readonly ReplicaView[];
}

export interface Check {
  readonly name: string;
  /** What is wrong, in one sentence; null: nothing. Called for every state: the sentence is made for a wrong one alone. */
  readonly find: (scene: Scene) => string | null;
}

export const at = (offset: number): string => `${modelTopic}-0@${offset}`;

export const replicaOf = (scene: Scene, brokerId: number): ReplicaView => scene.replicas[brokerId - 1]!;

/** How far, below `end`, its log is the committed history. */
function agreedTo({ records }: ReplicaView, { committed }: Ghost, end: number): number {
  let offset = 0;
  while (offset < end && records[offset] === committed[offset]) offset++;
  return offset;
}

/** The first offset below `end` at which it does not hold the committed record; -1: it holds all. */
export const lacks = (view: ReplicaView, ghost: Ghost, end: number): number =>
  firstLacking(agreedTo(view, ghost, end), end);
