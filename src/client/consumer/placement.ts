/** From which node a partition is fetched: none, the leader, or the replica that the leader recommends (KIP-392). */

import type { NodeId } from "../../core/ids.ts";
import { invariant } from "../../core/invariant.ts";
import type { Millis } from "../../core/time.ts";
import { requestUpdate } from "../metadata/metadata-updater.ts";
import type { ConsumerState } from "./consumer-state.ts";
import { joinTarget, leaveTarget, markChanged, newFetchTarget } from "./fetch-target.ts";
import type { FetchTarget, Subscription } from "./subscription.ts";

/** Call it after every change of a position, its state, its leader or its pause. */
export function place(state: ConsumerState, subscription: Subscription, nowMs: Millis): void {
  const node = nodeFor(state, subscription, nowMs);
  const { target } = subscription;
  if (target !== null && target.node === node) {
    const { offset, leaderEpoch, sentOffset, sentLeaderEpoch } = subscription;
    if (offset !== sentOffset || leaderEpoch !== sentLeaderEpoch) markChanged(subscription);
    return;
  }
  if (target !== null) {
    leaveTarget(subscription);
    state.unplaced++;
  }
  if (node === -1) return;
  state.unplaced--;
  invariant(state.unplaced >= 0, "a partition is placed once");
  joinTarget(targetOf(state, node), subscription);
}

function nodeFor(state: ConsumerState, subscription: Subscription, nowMs: Millis): NodeId {
  if (subscription.state !== "fetching" || nowMs < subscription.pausedUntilMs) return -1;
  const { preferredReadReplica } = subscription;
  if (preferredReadReplica === -1) return subscription.leaderId;
  if (nowMs < subscription.preferredUntilMs) {
    if (state.metadata.nodes.includes(preferredReadReplica)) return preferredReadReplica;
    // The leader knows a broker of which this client has not heard: it goes on recommending it (AbstractFetch.selectReadReplica).
    requestUpdate(state.updater);
  }
  subscription.preferredReadReplica = -1;
  return subscription.leaderId;
}

/** The target of a node, made when it is first fetched from. */
function targetOf(state: ConsumerState, node: NodeId): FetchTarget {
  const known = state.targetByNode[node];
  if (known !== undefined) return known;
  const target = newFetchTarget(node);
  state.targetByNode[node] = target;
  let index = state.targets.length;
  while (index > 0 && state.targets[index - 1]!.node > node) index--;
  state.targets.splice(index, 0, target);
  return target;
}

/** Throws away what was fetched and not returned. */
export function dropBuffered(subscription: Subscription): void {
  if (subscription.buffered === null) return;
  subscription.buffered = null;
  if (subscription.target === null) return;
  subscription.target.bufferedMembers--;
  invariant(subscription.target.bufferedMembers >= 0, "what is buffered of a node is counted once");
}
