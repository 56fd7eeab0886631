/**
 * The cluster as the facts so far leave it: logs, marks and leaders of replicas, partitions as the controller has them,
 * topics, and who is down. The recorder keeps one to its end; a story or a picture folds the facts again up to its line.
 */
import { invariant } from "../../core/invariant.ts";
import type { PartitionRegistration } from "../../kafka/metadata/records.ts";
import { partitionOf, type TopicId, type TopicPartition, topicIdOf } from "../../kafka/topic-partition.ts";
import type { Fact, LogPart } from "./fact.ts";

interface ReplicaMirror {
  start: number;
  end: number;
  highWatermark: number;
  isLeader: boolean;
  /** The batches that it holds, as far as observed. */
  parts: LogPart[];
}

export class Mirror {
  readonly registrations = new Map<TopicPartition, PartitionRegistration>();
  readonly down = new Set<number>();
  readonly #replicas = new Map<string, ReplicaMirror>();
  readonly #topics = new Map<TopicId, string>();

  /** `orders-0`. */
  nameOf(tp: TopicPartition): string {
    return `${this.#topics.get(topicIdOf(tp)) ?? `topic ${topicIdOf(tp)}`}-${partitionOf(tp)}`;
  }

  replica(broker: number, tp: TopicPartition): ReplicaMirror {
    const key = `${broker}/${tp}`;
    let replica = this.#replicas.get(key);
    if (replica === undefined) {
      replica = { start: 0, end: 0, highWatermark: 0, isLeader: false, parts: [] };
      this.#replicas.set(key, replica);
    }
    return replica;
  }

  /** The offsets lost when a segment keeps `kept` of its `had` batches; null if they are not known. */
  torn(
    broker: number,
    tp: TopicPartition,
    segment: number,
    kept: number,
    had: number,
  ): { readonly from: number; readonly to: number } | null {
    invariant(kept <= had, "a torn file keeps no more than it had");
    const parts = this.replica(broker, tp).parts.filter((part) => part.from >= segment);
    const first = parts[kept];
    const last = parts[had - 1];
    return first === undefined || last === undefined ? null : { from: first.from, to: last.to };
  }

  apply(fact: Fact): void {
    if (fact.registration !== null) this.registrations.set(fact.topicPartition, fact.registration);
    if (fact.topicPartition !== -1) for (const node of fact.nodes) this.#applyTo(node, fact);
    else if (fact.kind === "topic") for (const tp of fact.partitions) this.#topics.set(topicIdOf(tp), fact.name);
    else if (fact.kind === "down") for (const node of fact.nodes) this.#end(node);
    else if (fact.kind === "up") for (const node of fact.nodes) this.down.delete(node);
  }

  #end(node: number): void {
    this.down.add(node);
    for (const [key, replica] of this.#replicas) if (key.startsWith(`${node}/`)) replica.isLeader = false;
  }

  #applyTo(node: number, fact: Fact): void {
    const replica = this.replica(node, fact.topicPartition);
    switch (fact.kind) {
      case "open":
      case "reopen":
        cut(replica, fact.to);
        replica.start = fact.from;
        replica.end = fact.to;
        replica.highWatermark = fact.highWatermark;
        return;
      case "append":
      case "copy":
        invariant(fact.to > fact.from, "what is appended has at least one offset");
        replica.parts.push({ from: fact.from, to: fact.to, epoch: fact.epoch });
        replica.end = fact.to;
        return;
      case "truncate":
      case "tear":
        if (fact.from >= 0) cut(replica, fact.from);
        return;
      case "restart-log":
        replica.parts = [];
        replica.start = fact.to;
        replica.end = fact.to;
        replica.highWatermark = fact.to;
        return;
      case "delete-replica":
        this.#replicas.delete(`${node}/${fact.topicPartition}`);
        return;
      case "delete-records":
        replica.start = fact.to;
        return;
      case "compact":
        replica.parts = [
          ...replica.parts.filter((part) => part.to <= fact.from),
          ...fact.left,
          ...replica.parts.filter((part) => part.from >= fact.to),
        ];
        return;
      case "advance":
      case "learn-mark":
        replica.highWatermark = fact.from;
        return;
      case "lead":
      case "follow":
        replica.isLeader = fact.kind === "lead";
        return;
    }
  }
}

/** Nothing at or above `end` is left. */
function cut(replica: ReplicaMirror, end: number): void {
  while (replica.parts.length > 0 && replica.parts.at(-1)!.to > end) replica.parts.pop();
  replica.end = Math.min(replica.end, end);
  replica.highWatermark = Math.min(replica.highWatermark, end);
}
