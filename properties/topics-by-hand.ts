/** What creating, growing and altering topics comes to, by the tables of the protocol alone, over four brokers. */
import { type ErrorCode, Errors } from "../src/kafka/errors.ts";
import type { ConfigEntries, CreateTopicsRequest } from "../src/kafka/messages/admin.ts";
import { brokerConfig } from "../test/kafka/controller/settings.ts";

/** Registered; the last one is fenced. */
export const brokers = [1, 2, 3, 4];
export const isActive = (id: number): boolean => id < 4;

type NewTopic = CreateTopicsRequest["topics"][number];

/** By name: how many copies each partition has, and the settings. */
export interface Topic {
  readonly copies: readonly number[];
  readonly configs: ConfigEntries;
}

const isLegal = (name: string): boolean => /^[a-zA-Z0-9._-]{1,249}$/.test(name) && name !== "." && name !== "..";
const refuseConfigs = (all: ConfigEntries): boolean => {
  const min = all["min.insync.replicas"] ?? null;
  const allow = all["unclean.leader.election.enable"] ?? null;
  return (min !== null && !(Number(min.trim() || "x") >= 1)) || (allow !== null && !/^(true|false)$/i.test(allow));
};

export function create(
  topics: Map<string, Topic>,
  { name, numPartitions, replicationFactor, assignments, configs: all }: NewTopic,
): ErrorCode {
  const given = assignments !== null && assignments.length > 0 ? assignments : null;
  const count = numPartitions === -1 ? brokerConfig.numPartitions : numPartitions;
  const factor = replicationFactor === -1 ? brokerConfig.defaultReplicationFactor : replicationFactor;
  if (name === "__cluster_metadata") return Errors.INVALID_REQUEST;
  if (!isLegal(name)) return Errors.INVALID_TOPIC_EXCEPTION;
  if (topics.has(name)) return Errors.TOPIC_ALREADY_EXISTS;
  const isAlike = (other: string): boolean => other.replaceAll(".", "_") === name.replaceAll(".", "_");
  if ([...topics.keys()].some(isAlike)) return Errors.INVALID_TOPIC_EXCEPTION;
  if (refuseConfigs(all)) return Errors.INVALID_CONFIG;
  if (given !== null && (numPartitions !== -1 || replicationFactor !== -1)) return Errors.INVALID_REQUEST;
  if (given === null && factor < 1) return Errors.INVALID_REPLICATION_FACTOR;
  if (given === null && (count < 1 || count > 65_536)) return Errors.INVALID_PARTITIONS;
  if (given === null && factor > brokers.length) return Errors.INVALID_REPLICATION_FACTOR;
  const isOdd = (replicas: readonly number[]): boolean =>
    replicas.length === 0 ||
    new Set(replicas).size < replicas.length ||
    replicas.length !== given![0]!.length ||
    !replicas.every((id) => brokers.includes(id)) ||
    !replicas.some(isActive);
  if (given?.some(isOdd)) return Errors.INVALID_REPLICA_ASSIGNMENT;
  const copies = given?.map((replicas) => replicas.length) ?? Array.from({ length: count }, () => factor);
  topics.set(name, { copies, configs: all });
  return Errors.NONE;
}

export function grow(topics: Map<string, Topic>, name: string, count: number): ErrorCode {
  const topic = topics.get(name);
  if (topic === undefined) return Errors.UNKNOWN_TOPIC_OR_PARTITION;
  const { copies } = topic;
  if (count <= copies.length) return Errors.INVALID_PARTITIONS;
  const more = Array.from({ length: count - copies.length }, () => copies[0]!);
  topics.set(name, { ...topic, copies: [...copies, ...more] });
  return Errors.NONE;
}

export function alter(topics: Map<string, Topic>, name: string, all: ConfigEntries): ErrorCode {
  const topic = topics.get(name);
  if (topic === undefined) return Errors.UNKNOWN_TOPIC_OR_PARTITION;
  if (refuseConfigs(all)) return Errors.INVALID_CONFIG;
  topics.set(name, { ...topic, configs: { ...topic.configs, ...all } });
  return Errors.NONE;
}
