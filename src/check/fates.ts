/** What became of each record that was sent. */
import { chunkOf, completed, forEachRecord, Known, placeOf, type RecordState } from "../history/record-table.ts";
import type { Ghost } from "./ghost/ghost.ts";

/** Fates that are known at the end only. Called after the final checks, which note as lost what the final logs lack. */
export function countFates(ghost: Ghost): void {
  const { counts } = ghost;
  forEachRecord(ghost.records, (record) => countFate(ghost, record));
  counts.ackedSurvived = counts.ackedRecords - counts.lostAcked;
  for (const client of ghost.clients.values()) if (client.up) counts.undecided += client.pending;
}

function countFate({ counts, clients }: Ghost, { flags, client, order }: RecordState): void {
  const survived = (flags & Known.visible) !== 0 ? 1 : 0;
  if ((flags & Known.ok) !== 0 && (flags & Known.lost) !== 0) counts.lostAcked++;
  if ((flags & Known.failed) !== 0) counts.reportedFailedSurvived += survived;
  if ((flags & Known.unsure) !== 0) counts.ambiguousSurvived += survived;
  if ((flags & Known.invoked) === 0 || (flags & completed) !== 0) return;
  const sender = clients.get(client);
  if (sender === undefined || (sender.up && order >= sender.lives.at(-1)!)) return;
  counts.neverReported++;
  counts.neverReportedSurvived += survived;
}

/** Notes that the log that rules does not have a record. True if it had been acknowledged and was not known as lost. */
export function markLost(ghost: Ghost, record: number): boolean {
  const chunk = chunkOf(ghost.records, record);
  const i = placeOf(record);
  const flags = chunk.flags[i]!;
  chunk.flags[i] = (flags | Known.lost) & ~Known.visible;
  return (flags & Known.ok) !== 0 && (flags & Known.lost) === 0;
}
