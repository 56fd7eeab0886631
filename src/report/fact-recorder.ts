/**
 * Listens to a run and keeps what happened as facts. Only used when a scenario is run again to be told; a campaign keeps
 * nothing. Batches are told by the offsets they cover.
 */

import type { Fault } from "../chaos/fault.ts";
import { nodeName } from "../core/ids.ts";
import { errorName } from "../kafka/errors.ts";
import type { TrialObserver } from "../kafka/observer.ts";
import { lastOffset, type RecordBatch } from "../kafka/records.ts";
import { partitionOf, type TopicPartition, topicIdOf } from "../kafka/topic-partition.ts";
import type { Fact, FactKind } from "./fact.ts";
import { listed } from "./fact.ts";
import { faultText } from "./fault-text.ts";

interface About {
  readonly node?: number;
  readonly topicPartition?: TopicPartition;
  readonly from?: number;
  readonly to?: number;
  readonly records?: readonly number[];
}

/** The clock of the run that is being told. */
export interface StoryClock {
  event(): number;
  atMicros(): number;
}

export class FactRecorder implements TrialObserver {
  readonly facts: Fact[] = [];
  readonly replicas = new Map<TopicPartition, readonly number[]>();
  readonly #clock: StoryClock;
  readonly #faults: readonly Fault[];
  readonly #topics = new Map<number, string>();

  constructor(clock: StoryClock, faults: readonly Fault[]) {
    this.#clock = clock;
    this.#faults = faults;
  }

  name(tp: TopicPartition): string {
    return `${this.#topics.get(topicIdOf(tp)) ?? `topic ${topicIdOf(tp)}`}-${partitionOf(tp)}`;
  }

  #tell(kind: FactKind, text: string, about: About): void {
    this.facts.push({
      event: this.#clock.event(),
      atMicros: this.#clock.atMicros(),
      kind,
      node: about.node ?? -1,
      topicPartition: about.topicPartition ?? -1,
      from: about.from ?? -1,
      to: about.to ?? -1,
      records: about.records ?? [],
      text,
    });
  }

  #batch(tp: TopicPartition, batch: RecordBatch): string {
    const last = lastOffset(batch);
    return `${this.name(tp)}@${batch.baseOffset}${last > batch.baseOffset ? `..${last}` : ""}`;
  }

  logOpened(
    broker: number,
    tp: TopicPartition,
    start: number,
    end: number,
    highWatermark: number,
    unclean: boolean,
  ): void {
    const after = unclean ? " after an unclean stop" : "";
    this.#tell(
      "reopen",
      `${nodeName(broker)} opens ${this.name(tp)}${after}: offsets ${start} to ${end}, high watermark ${highWatermark}`,
      { node: broker, topicPartition: tp, from: end, to: end },
    );
  }

  appended(broker: number, tp: TopicPartition, batch: RecordBatch, asLeader: boolean, leaderEpoch: number): void {
    const about = {
      node: broker,
      topicPartition: tp,
      from: batch.baseOffset,
      to: lastOffset(batch) + 1,
      records: batch.records.map((record) => record.id),
    };
    if (asLeader)
      this.#tell("append", `${nodeName(broker)} appends ${this.#batch(tp, batch)} in epoch ${leaderEpoch}`, about);
    else this.#tell("copy", `${nodeName(broker)} copies ${this.#batch(tp, batch)}`, about);
  }

  truncated(broker: number, tp: TopicPartition, toOffset: number, leaderEpoch: number): void {
    this.#tell(
      "truncate",
      `${nodeName(broker)} truncates ${this.name(tp)} to ${toOffset}, following epoch ${leaderEpoch}`,
      {
        node: broker,
        topicPartition: tp,
        from: toOffset,
      },
    );
  }

  restartedAt(broker: number, tp: TopicPartition, offset: number): void {
    this.#tell("restart-log", `${nodeName(broker)} drops its log of ${this.name(tp)} and starts at ${offset}`, {
      node: broker,
      topicPartition: tp,
      from: offset,
    });
  }

  logStartMoved(broker: number, tp: TopicPartition, offset: number, reason: string): void {
    this.#tell("delete", `${nodeName(broker)} deletes ${this.name(tp)} below ${offset} (${reason})`, {
      node: broker,
      topicPartition: tp,
      from: 0,
      to: offset,
    });
  }

  compacted(broker: number, tp: TopicPartition): void {
    this.#tell("delete", `${nodeName(broker)} compacts ${this.name(tp)}`, { node: broker, topicPartition: tp });
  }
  logDeleted(broker: number, tp: TopicPartition): void {
    this.#tell("delete", `${nodeName(broker)} deletes its replica of ${this.name(tp)}`, {
      node: broker,
      topicPartition: tp,
    });
  }
  segmentRolled(): void {}
  logDirFailed(broker: number, disk: number): void {
    this.#tell("fault", `log directory ${disk} of ${nodeName(broker)} goes offline`, { node: broker });
  }
  highWatermarkMoved(): void {}

  becameLeader(broker: number, tp: TopicPartition, leaderEpoch: number, logEndOffset: number): void {
    this.#tell(
      "lead",
      `${nodeName(broker)} leads ${this.name(tp)} in epoch ${leaderEpoch} from offset ${logEndOffset}`,
      {
        node: broker,
        topicPartition: tp,
        from: logEndOffset,
      },
    );
  }
  becameFollower(): void {}
  followerFetched(): void {}
  isrProposed(leader: number, tp: TopicPartition, isr: readonly number[], leaderEpoch: number): void {
    this.#tell(
      "isr",
      `${nodeName(leader)} proposes ISR ${listed(isr.map(nodeName))} for ${this.name(tp)} in epoch ${leaderEpoch}`,
      {
        node: leader,
        topicPartition: tp,
      },
    );
  }
  isrCommitted(): void {}

  produceAnswered(
    leader: number,
    tp: TopicPartition,
    batch: RecordBatch,
    acks: number,
    errorCode: number,
    baseOffset: number,
    duplicate: boolean,
  ): void {
    const about = {
      node: leader,
      topicPartition: tp,
      from: baseOffset,
      to: baseOffset < 0 ? -1 : baseOffset + batch.lastOffsetDelta + 1,
      records: batch.records.map((record) => record.id),
    };
    if (errorCode !== 0) {
      this.#tell("refuse", `${nodeName(leader)} answers ${errorName(errorCode)} for ${this.name(tp)}`, about);
      return;
    }
    const last = baseOffset + batch.lastOffsetDelta;
    const range = `${this.name(tp)}@${baseOffset}${last > baseOffset ? `..${last}` : ""}`;
    const how = duplicate ? " as a duplicate" : "";
    this.#tell("ack", `${nodeName(leader)} acknowledges ${range}${how} (acks=${acks === -1 ? "all" : acks})`, about);
  }

  fetchRefused(): void {}
  diverged(): void {}
  metadataApplied(): void {}

  brokerRegistered(broker: number, brokerEpoch: number, unclean: boolean): void {
    const how = unclean ? " after an unclean stop" : "";
    this.#tell("register", `${nodeName(broker)} registers${how} with broker epoch ${brokerEpoch}`, { node: broker });
  }
  brokerFenced(broker: number): void {
    this.#tell("fence", `the controller fences ${nodeName(broker)}`, { node: broker });
  }
  brokerUnfenced(broker: number): void {
    this.#tell("fence", `the controller unfences ${nodeName(broker)}`, { node: broker });
  }
  brokerShuttingDown(broker: number): void {
    this.#tell("fence", `${nodeName(broker)} is in controlled shutdown`, { node: broker });
  }
  topicCreated(name: string, partitions: readonly TopicPartition[]): void {
    for (const tp of partitions) this.#topics.set(topicIdOf(tp), name);
  }
  topicDeleted(): void {}

  partitionChanged: TrialObserver["partitionChanged"] = (tp, before, after, election) => {
    this.replicas.set(tp, after.replicas);
    if (election === "leaderless") {
      this.#tell("elect", `${this.name(tp)} has no leader (ISR ${listed(after.isr.map(nodeName))})`, {
        topicPartition: tp,
      });
    } else if (election !== "none") {
      const how = election === "clean" ? "" : ` (${election} election)`;
      this.#tell(
        "elect",
        `${nodeName(after.leader)} is elected leader of ${this.name(tp)} in epoch ${after.leaderEpoch}${how}, ISR ${listed(after.isr.map(nodeName))}`,
        { node: after.leader, topicPartition: tp },
      );
    } else if (before !== null && before.isr.join() !== after.isr.join()) {
      this.#tell("isr", `the ISR of ${this.name(tp)} becomes ${listed(after.isr.map(nodeName))}`, {
        topicPartition: tp,
      });
    }
  };

  alterPartitionJudged(): void {}
  configChanged(topic: string, key: string, value: string | null): void {
    this.#tell("fault", `${topic} now has ${key}=${value ?? "(default)"}`, {});
  }
  controllerStarted(): void {}
  sendInvoked(): void {}
  sendAssigned(): void {}
  sendAttempted(client: number, tp: TopicPartition, batch: RecordBatch, broker: number, attempt: number): void {
    const again = attempt > 0 ? ` again (attempt ${attempt + 1})` : "";
    this.#tell(
      "send",
      `${nodeName(client)} sends ${batch.records.length} record(s) for ${this.name(tp)} to ${nodeName(broker)}${again}`,
      {
        node: client,
        topicPartition: tp,
        records: batch.records.map((record) => record.id),
      },
    );
  }
  sendCompleted(): void {}
  producerEpochBumped(client: number, _id: number, epoch: number): void {
    this.#tell("send", `${nodeName(client)} bumps its producer epoch to ${epoch}`, { node: client });
  }
  positionSet(): void {}
  polled(client: number, tp: TopicPartition, batch: RecordBatch, from: number, to: number, broker: number): void {
    this.#tell(
      "read",
      `${nodeName(client)} reads ${this.name(tp)}@${from}${to > from + 1 ? `..${to - 1}` : ""} from ${nodeName(broker)}`,
      {
        node: client,
        topicPartition: tp,
        from,
        to,
        records: batch.records.map((record) => record.id),
      },
    );
  }
  truncationDetected(client: number, tp: TopicPartition, position: number, offset: number): void {
    this.#tell("read", `${nodeName(client)} at ${position} learns that ${this.name(tp)} was truncated to ${offset}`, {
      node: client,
      topicPartition: tp,
    });
  }
  metadataRefreshed(): void {}
  adminCompleted(): void {}

  nodeDown(node: number, cause: string): void {
    const how = cause === "power-loss" ? "loses power" : cause === "exit" ? "stops" : "crashes";
    this.#tell("down", `${nodeName(node)} ${how}`, { node });
  }
  nodeUp(node: number, incarnation: number): void {
    if (incarnation > 0) this.#tell("up", `${nodeName(node)} starts again`, { node });
  }
  nodePaused(node: number): void {
    this.#tell("pause", `${nodeName(node)} stops answering (paused)`, { node });
  }
  nodeResumed(node: number): void {
    this.#tell("pause", `${nodeName(node)} goes on`, { node });
  }
  fileTorn(node: number, disk: number, file: string, kept: number, had: number): void {
    if (kept < had)
      this.#tell("tear", `${nodeName(node)} lost ${had - kept} of ${had} unflushed batches of ${file} (disk ${disk})`, {
        node,
      });
  }
  diskWiped(node: number, disk: number): void {
    this.#tell("wipe", `disk ${disk} of ${nodeName(node)} is empty`, { node });
  }
  faultStarted(index: number): void {
    const fault = this.#faults[index];
    if (fault !== undefined) this.#tell("fault", faultText(fault), {});
  }
  faultEnded(): void {}
}
