/**
 * How long producers were blocked, as they see it themselves: whatever keeps the answers away (an election, a cut, a slow
 * follower, an ISR that is too small) shows, and shows only while somebody writes.
 *
 * Per producer and partition: from the first send that waits, or the last success, to the next success, or until nothing
 * waits any more. A send that has no partition yet (no metadata, no room) holds up the application's thread instead.
 */
import { partitionOf, type TopicPartition } from "../kafka/topic-partition.ts";
import type { Ghost } from "./ghost/ghost.ts";
import type { Monitor } from "./monitor.ts";

/** Answers that come within this time are no stall. */
const patienceMicros = 1_000_000;

interface Wait {
  waiting: number;
  /** Virtual time from which on nothing has succeeded; means something only while something waits. */
  since: number;
}

interface Sender {
  /** The record that has no partition yet; -1 none. */
  unassigned: number;
  readonly thread: Wait;
  /** By partition number: a topic that is made anew goes on under the same. */
  readonly partitions: Wait[];
}

export function writeStalls(ghost: Ghost): Monitor {
  const senders = new Map<number, Sender>();
  const endAll = (client: number): void => {
    const sender = senders.get(client);
    if (sender === undefined) return;
    for (const wait of [sender.thread, ...sender.partitions]) if (wait.waiting > 0) measure(ghost, wait);
    senders.delete(client);
  };
  return {
    sendInvoked: (client, record) => {
      const sender = senderOf(senders, client);
      sender.unassigned = record;
      begin(ghost, sender.thread);
    },
    sendAssigned: (client, record, tp) => {
      const sender = senderOf(senders, client);
      if (sender.unassigned !== record) return;
      sender.unassigned = -1;
      end(ghost, sender.thread, true);
      begin(ghost, waitOf(sender, tp));
    },
    sendCompleted: (client, _record, tp, outcome) => {
      const sender = senderOf(senders, client);
      end(ghost, tp < 0 ? sender.thread : waitOf(sender, tp), outcome === "ok");
    },
    nodeDown: endAll,
    finish: () => {
      for (const client of [...senders.keys()]) endAll(client);
    },
  };
}

function senderOf(senders: Map<number, Sender>, client: number): Sender {
  const known = senders.get(client);
  if (known !== undefined) return known;
  const sender: Sender = { unassigned: -1, thread: newWait(), partitions: [] };
  senders.set(client, sender);
  return sender;
}

const newWait = (): Wait => ({ waiting: 0, since: 0 });

function waitOf({ partitions }: Sender, tp: TopicPartition): Wait {
  const partition = partitionOf(tp);
  while (partitions.length <= partition) partitions.push(newWait());
  return partitions[partition]!;
}

function begin(ghost: Ghost, wait: Wait): void {
  if (wait.waiting === 0) wait.since = ghost.atMicros;
  wait.waiting++;
}

function end(ghost: Ghost, wait: Wait, succeeded: boolean): void {
  if (wait.waiting === 0) return;
  wait.waiting--;
  if (succeeded || wait.waiting === 0) measure(ghost, wait);
}

function measure({ atMicros, counts }: Ghost, wait: Wait): void {
  const gap = atMicros - wait.since;
  wait.since = atMicros;
  if (gap <= patienceMicros) return;
  counts.writeStallSeconds += gap / 1_000_000;
  counts.writeStallSecondsMax = Math.max(counts.writeStallSecondsMax, gap / 1_000_000);
}
