/** A background flush is done: the log to which the file belongs learns it. */

import { onFlushed } from "../log/flush.ts";
import { topicPartitionOfFile } from "../log/log-files.ts";
import type { BrokerState } from "./state.ts";

export function onFlushedFile(state: BrokerState, disk: number, file: string, count: number): void {
  const hosted = state.partitions.byKey.get(topicPartitionOfFile(file));
  if (hosted === undefined || hosted.log === null || hosted.directory?.index !== disk) return;
  onFlushed(hosted.log, file, count);
  if (hosted.log.storageFailed) state.env.logDirFailed(disk);
}
