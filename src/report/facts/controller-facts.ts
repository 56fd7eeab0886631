/** What the controller decides, and why: whom it fences since when it cannot be heard, which change follows from that. */
import type { ControllerObserver } from "../../kafka/observer.ts";
import type { TopicPartition } from "../../kafka/topic-partition.ts";
import type { Fact, FactKind } from "./fact.ts";
import type { FactLog } from "./fact-log.ts";
import { silencesControl } from "./silence.ts";

export const controllerFacts = (log: FactLog): Partial<ControllerObserver> => ({
  ...brokerFacts(log),
  ...topicFacts(log),
  ...partitionFacts(log),
});

function brokerFacts(log: FactLog): Partial<ControllerObserver> {
  const registered = new Set<number>();
  return {
    brokerRegistered(broker, brokerEpoch, unclean) {
      const kind = registered.has(broker) ? "register" : "join";
      registered.add(broker);
      explain(log, log.write({ kind, nodes: [broker], brokerEpoch, unclean }));
    },
    brokerFenced: (broker) =>
      explain(log, log.write({ kind: "fence", nodes: [broker], cause: silenceOf(log, broker) })),
    brokerUnfenced: (broker) => explain(log, log.write({ kind: "unfence", nodes: [broker] })),
    brokerShuttingDown: (broker) => explain(log, log.write({ kind: "stopping", nodes: [broker] })),
  };
}

/** Why the controller does not hear a broker: what goes on still, or began since the broker was last heard of. */
function silenceOf(log: FactLog, broker: number): Fact | null {
  for (let i = log.facts.length - 1, isHeard = false; i >= 0; i--) {
    const fact = log.facts[i]!;
    if (silencesControl(fact, broker) && (!isHeard || fact.endsAt > log.event)) return fact;
    if (heard.has(fact.kind) && fact.nodes.includes(broker)) isHeard = true;
  }
  return null;
}

const heard = new Set<FactKind>(["join", "register", "unfence"]);

/** A change of partitions is decided together with what the controller notes of a broker, told before or after it. */
function explain(log: FactLog, cause: Fact): void {
  for (const fact of log.ofThisEvent()) if (fact.registration !== null) fact.cause ??= cause;
}

const reasonOf = (log: FactLog): Fact | null => log.ofThisEvent().find((fact) => reasons.has(fact.kind)) ?? null;
const reasons = new Set<FactKind>(["fence", "unfence", "join", "register", "stopping"]);

function topicFacts(log: FactLog): Partial<ControllerObserver> {
  /** Settings given with the creation of a topic are no news. */
  const known = new Map<string, number>();
  return {
    topicCreated(name, partitions) {
      known.set(name, log.event);
      log.write({ kind: "topic", name, partitions });
    },
    topicDeleted(name, partitions) {
      known.delete(name);
      log.write({ kind: "delete-topic", name, partitions });
    },
    configChanged(topic, key, value) {
      const since = known.get(topic);
      if (since !== undefined && since !== log.event) log.write({ kind: "config", topic, key, value });
    },
  };
}

function partitionFacts(log: FactLog): Partial<ControllerObserver> {
  /** What holds of each partition until the next such change: its leader, its ISR. */
  const leaders = new Map<TopicPartition, Fact>();
  const isrs = new Map<TopicPartition, Fact>();
  return {
    partitionChanged(topicPartition, before, after, election) {
      const { leader, leaderEpoch: epoch, isr, eligibleLeaderReplicas: eligible } = after;
      const about = { topicPartition, registration: after, cause: reasonOf(log) };
      const hasNewIsr = before?.isr.join() !== isr.join();
      if (hasNewIsr) log.end(isrs.get(topicPartition));
      if (election !== "none") log.end(leaders.get(topicPartition));
      if (before === null) log.write({ kind: "create", ...about, leader, isr });
      else if (election === "leaderless") log.write({ kind: "leaderless", ...about, isr, eligible });
      else if (election !== "none")
        leaders.set(topicPartition, log.begin({ kind: "elect", nodes: [leader], ...about, epoch, election, isr }));
      else if (hasNewIsr) isrs.set(topicPartition, log.begin({ kind: "isr", ...about, isr }));
      else log.write({ kind: "change", ...about });
    },
    alterPartitionJudged(topicPartition, sender, _leaderEpoch, _partitionEpoch, _brokerEpoch, errorCode) {
      if (errorCode === 0) return;
      log.write({
        kind: "refuse-isr",
        nodes: [sender],
        topicPartition,
        errorCode,
        cause: log.lastProposal(sender, topicPartition),
      });
    },
  };
}
