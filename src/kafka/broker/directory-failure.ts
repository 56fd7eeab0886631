/** A log directory failed: its replicas go offline, the others go on; without any directory the broker halts (KIP-112). */
import { takeOffline } from "../replication/registration.ts";
import { stopFetching } from "./fetcher-manager.ts";
import { communicateSoon } from "./lifecycle.ts";
import { areAllOffline, type LogDirectory } from "./log-directory.ts";
import { halt } from "./shutdown.ts";
import type { BrokerState } from "./state.ts";

export function failDirectories(state: BrokerState): void {
  for (const directory of state.failedDirectories) failDirectory(state, directory);
  state.failedDirectories.length = 0;
  if (areAllOffline(state.directories)) halt(state, "all log directories failed");
  else communicateSoon(state);
}

function failDirectory(state: BrokerState, directory: LogDirectory): void {
  directory.offline = true;
  for (const hosted of state.partitions.sorted) {
    if (hosted.directory !== directory) continue;
    hosted.status = "offline";
    if (hosted.fetchedFrom >= 0) stopFetching(state, hosted);
    if (hosted.partition !== null) takeOffline(hosted.partition, state.env);
    state.env.hostedMoved(hosted);
  }
  state.context.observer.logDirFailed(state.brokerId, directory.index);
}
