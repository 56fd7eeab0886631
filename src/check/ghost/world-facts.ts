/** What happens to processes and disks, as the ghost notes it. */
import { isBroker, isClient } from "../../core/ids.ts";
import type { WorldObserver } from "../../sim/world.ts";
import { brokerAt, clientAt, type Ghost, touchReplica } from "./ghost.ts";
import { noteHoldsCommitted, tear } from "./loss.ts";
import { type ReplicaGhost, Role, Torn } from "./partition-ghost.ts";

type Watched = Pick<WorldObserver, "nodeDown" | "nodeUp" | "nodePaused" | "nodeResumed" | "fileTorn" | "diskWiped">;

export const worldFacts = (ghost: Ghost): Watched => ({
  nodeDown: (node, cause) => {
    if (isBroker(node)) brokerDown(ghost, node, cause);
    else if (isClient(node)) clientDown(ghost, node);
  },
  nodeUp: (node) => {
    if (isBroker(node)) brokerAt(ghost, node).up = true;
    else if (isClient(node)) startLife(ghost, node);
  },
  nodePaused: (node) => {
    if (isBroker(node)) brokerAt(ghost, node).paused = true;
  },
  nodeResumed: (node) => {
    if (isBroker(node)) brokerAt(ghost, node).paused = false;
  },
  fileTorn: (node, _disk, _file, kept, had) => {
    if (isBroker(node) && kept < had) tearAll(ghost, node);
  },
  diskWiped: (node) => {
    if (!isBroker(node)) return;
    for (const partition of ghost.partitionList) {
      const replica = partition.replicas[node];
      if (replica === undefined || !replica.present) continue;
      replica.wiped = true;
      tear(ghost, replica, Torn.disk);
    }
  },
});

function brokerDown(ghost: Ghost, node: number, cause: "process-crash" | "power-loss" | "exit"): void {
  const broker = brokerAt(ghost, node);
  broker.up = false;
  broker.dirFailed = false;
  broker.paused = false;
  broker.lastEnd = cause;
  broker.metadataOffset = -1;
  broker.registeredSinceDown = false;
  for (const partition of ghost.partitionList) {
    const replica = partition.replicas[node];
    if (replica === undefined) continue;
    noteHoldsCommitted(replica);
    endRole(replica);
    touchReplica(ghost, replica);
  }
  if (cause === "power-loss") tearAll(ghost, node);
}

function endRole(replica: ReplicaGhost): void {
  replica.online = false;
  replica.role = Role.none;
  replica.leaderEpoch = -1;
}

/**
 * What a power loss takes is the page cache. Where every append is flushed before it is answered or fetched on
 * (flush.messages=1 from the start), no record that anybody counts on is in the cache only: such a log is not torn.
 */
function tearAll(ghost: Ghost, node: number): void {
  for (const partition of ghost.partitionList) {
    const replica = partition.replicas[node];
    if (replica === undefined || !replica.present || partition.topic.terms.alwaysFlushes) continue;
    tear(ghost, replica, Torn.power);
  }
}

function clientDown(ghost: Ghost, node: number): void {
  const client = clientAt(ghost, node);
  client.up = false;
  client.pending = 0;
  client.positions.length = 0;
}

function startLife(ghost: Ghost, node: number): void {
  const client = clientAt(ghost, node);
  client.up = true;
  if (client.sends > client.lives.at(-1)!) client.lives.push(client.sends);
}
