/** Decision points of the replication room. */
export type ReplicationRules = {};

export const kafka4Replication: ReplicationRules = {};
