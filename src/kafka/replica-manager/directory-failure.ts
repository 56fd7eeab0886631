/** A log directory failed: its replicas go offline, the others go on (KIP-112). */
import { invariant } from "../../core/invariant.ts";
import { takeOffline } from "../replication/registration.ts";
import type { TopicPartition } from "../topic-partition.ts";
import { stopFetching } from "./fetcher-manager.ts";
import { areAllOffline, isAnyOffline, type LogDirectory } from "./log-directory.ts";
import type { ReplicaManager } from "./replica-manager.ts";

export function failDirectories(manager: ReplicaManager): void {
  for (const directory of manager.failedDirectories) failDirectory(manager, directory);
  manager.failedDirectories.length = 0;
  manager.port.logDirsFailed(areAllOffline(manager.directories));
}

function failDirectory(manager: ReplicaManager, directory: LogDirectory): void {
  invariant(!directory.offline, "a directory fails once in the life of a process");
  directory.offline = true;
  for (const hosted of manager.partitions.sorted) {
    if (hosted.directory !== directory) continue;
    hosted.status = "offline";
    if (hosted.fetchedFrom >= 0) stopFetching(manager, hosted);
    if (hosted.partition !== null) takeOffline(hosted.partition, manager.env);
    manager.env.hostedMoved(hosted);
    invariant(hosted.fetchedFrom < 0, "nothing is fetched for a replica that is offline");
  }
  manager.port.context.observer.logDirFailed(manager.env.brokerId, directory.index);
}

/** What heartbeats tell of them. */
export function offlineReplicas(manager: ReplicaManager): readonly TopicPartition[] {
  if (!isAnyOffline(manager.directories)) return [];
  return manager.partitions.sorted
    .filter((hosted) => hosted.status === "offline")
    .map((hosted) => hosted.topicPartition);
}
