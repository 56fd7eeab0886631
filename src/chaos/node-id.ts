/** From names as faults write them (`b2`, `controller`, `producer-0`) to node ids: the inverse of core's `nodeName`. */
import { controllerId, firstAdminId, firstConsumerId, firstProducerId, type NodeId, nodeName } from "../core/ids.ts";

/** Nodes are written as in stories: `b2`, `controller`, `producer-0`. */
export type NodeName = string;

/** Those that a scenario may name. */
export const nodeNamePattern = /^(b[1-9]\d?|controller|(producer|consumer|admin)-\d+)$/;

const firstOfRole: Readonly<Record<string, NodeId>> = {
  b: 0,
  "producer-": firstProducerId,
  "consumer-": firstConsumerId,
  "admin-": firstAdminId,
};

/** Undefined for a text that names no node. Whether the node exists in a cluster is another question. */
export function nodeIdOf(name: NodeName): NodeId | undefined {
  if (name === nodeName(controllerId)) return controllerId;
  const match = /^(b|producer-|consumer-|admin-)(\d{1,4})$/.exec(name);
  if (match === null) return undefined;
  const id = firstOfRole[match[1]!]! + Number(match[2]);
  return nodeName(id) === name ? id : undefined;
}
