/**
 * Identifiers shared by every layer: small integers, so that they can be compared, hashed and used as indexes.
 *
 * A node id says a role and an index in it. Ids are stable names: removing one client or broker from a scenario renames
 * no other.
 */
import { invariant } from "./invariant.ts";

/** A participant, made by `nodeId`. */
export type NodeId = number;

/** One TCP-like connection between two nodes, unique within a run. */
export type ConnectionId = number;

/** Ids per role. */
const span = 1000;

/** A row per role: what its names begin with, which thousand of ids is its own, and its lowest index. */
const roles = {
  broker: { prefix: "b", thousand: 0, lowest: 1 },
  producer: { prefix: "producer-", thousand: 1, lowest: 0 },
  consumer: { prefix: "consumer-", thousand: 2, lowest: 0 },
  admin: { prefix: "admin-", thousand: 3, lowest: 0 },
  /** The first one is node 0 and has no number, as most clusters have no other. */
  controller: { prefix: "controller-", thousand: 4, lowest: 0 },
  zookeeper: { prefix: "zookeeper-", thousand: 5, lowest: 0 },
} as const;

export type Role = keyof typeof roles;

const roleNames = Object.keys(roles) as Role[];
const roleOfThousand: readonly Role[] = [...roleNames].sort((a, b) => roles[a].thousand - roles[b].thousand);

/** Every node id is below. */
export const nodeIdLimit = 10_000;

const firstController: NodeId = 0;
const firstControllerName = "controller";

/** `index`: of a broker its broker.id, from 1; of the others their number, from 0. */
export function nodeId(role: Role, index: number): NodeId {
  const { thousand, lowest } = roles[role];
  invariant(Number.isInteger(index) && index >= lowest && index < span, "the index of a node lies in its role's range");
  return role === "controller" && index === 0 ? firstController : thousand * span + index;
}

export function roleOf(node: NodeId): Role {
  if (node === firstController) return "controller";
  const role = roleOfThousand[Math.floor(node / span)];
  invariant(role !== undefined, "a node has a role");
  return role;
}

/** The inverse of `nodeId`, with `roleOf`. */
export const indexOf = (node: NodeId): number => node % span;

export const isBroker = (node: NodeId): boolean => node > firstController && node < span;
export const isController = (node: NodeId): boolean => node === firstController || isOf("controller", node);
/** A client has a life of its own in a history: it asks, and nobody asks it. */
export const isClient = (node: NodeId): boolean =>
  isOf("producer", node) || isOf("consumer", node) || isOf("admin", node);

const isOf = (role: Role, node: NodeId): boolean => Math.floor(node / span) === roles[role].thousand;

/** The name of a node in stories and traces: `controller`, `b2`, `producer-0`, `consumer-1`, `admin-0`. */
export const nodeName = (node: NodeId): string =>
  node === firstController ? firstControllerName : roles[roleOf(node)].prefix + indexOf(node);

/** Every name of a node, and nothing else: its prefix and its index, without leading zeros. */
export const nodeNamePattern = new RegExp(
  `^(?:${firstControllerName}|(${roleNames.map((role) => roles[role].prefix).join("|")})(0|[1-9]\\d{0,2}))$`,
);

/** The inverse of `nodeName`; undefined for a text that names no node. Whether the node exists is another question. */
export function nodeNamed(name: string): NodeId | undefined {
  if (name === firstControllerName) return firstController;
  const [, prefix, digits] = nodeNamePattern.exec(name) ?? [];
  const role = roleNames.find((one) => roles[one].prefix === prefix);
  if (role === undefined || Number(digits) < roles[role].lowest) return undefined;
  const node = nodeId(role, Number(digits));
  return nodeName(node) === name ? node : undefined;
}
