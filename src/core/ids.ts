/**
 * Identifiers shared by every layer: small integers, so that they can be compared, hashed and used as indexes.
 *
 * Node ids are stable names: removing one client or broker from a scenario renames no other.
 */

/** A participant: the controller is 0, brokers 1.., producers 1000.., consumers 2000.., admins 3000... */
export type NodeId = number;

/** One TCP-like connection between two nodes, unique within a run. */
export type ConnectionId = number;

export const controllerId: NodeId = 0;
export const firstProducerId: NodeId = 1000;
export const firstConsumerId: NodeId = 2000;
export const firstAdminId: NodeId = 3000;

export const isBroker = (node: NodeId): boolean => node > controllerId && node < firstProducerId;

/** The name of a node in stories and traces: `controller`, `b2`, `producer-0`, `consumer-1`, `admin-0`. */
export function nodeName(node: NodeId): string {
  if (node === controllerId) return "controller";
  if (node < firstProducerId) return `b${node}`;
  if (node < firstConsumerId) return `producer-${node - firstProducerId}`;
  if (node < firstAdminId) return `consumer-${node - firstConsumerId}`;
  return `admin-${node - firstAdminId}`;
}
