/** Separate connections between the same two nodes, numbered by their purpose. Hosts and machines share the limit. */
import type { NodeId } from "./ids.ts";
import { invariant } from "./invariant.ts";

export const channelBits = 4;
/** Channels are numbered below. */
export const channelsPerNode = 1 << channelBits;

/** One small integer for a channel to a node: keys are equal only if both are. */
export function linkKey(node: NodeId, channel: number): number {
  invariant(channel >= 0 && channel < channelsPerNode, "a channel lies below the limit of channels per node");
  return node * channelsPerNode + channel;
}
