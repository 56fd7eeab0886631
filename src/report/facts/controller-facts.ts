/** What the controller decides. Names of topics are learnt here: a partition may change before its topic is announced. */
import type { PartitionRegistration } from "../../kafka/metadata/records.ts";
import type { ControllerObserver, ElectionKind } from "../../kafka/observer.ts";
import { type TopicPartition, topicIdOf } from "../../kafka/topic-partition.ts";
import { does, type Fact, listed, sentence, whoIs } from "../fact.ts";
import type { Pen } from "./pen.ts";

export interface Cluster {
  readonly topics: Map<number, string>;
  readonly replicas: Map<number, readonly number[]>;
}

export const controllerFacts = (pen: Pen, cluster: Cluster): Partial<ControllerObserver> => ({
  ...brokerFacts(pen),
  ...topicFacts(pen, cluster),
  ...partitionFacts(pen, cluster),
  alterPartitionJudged() {},
  controllerStarted() {},
});

function brokerFacts(
  pen: Pen,
): Pick<ControllerObserver, "brokerRegistered" | "brokerFenced" | "brokerUnfenced" | "brokerShuttingDown"> {
  const registered = new Set<number>();
  return {
    brokerRegistered(broker, brokerEpoch, unclean) {
      const how = unclean ? " after an unclean stop" : "";
      const kind = registered.has(broker) ? "register" : "join";
      registered.add(broker);
      pen.write(kind, [broker], does("register", `with broker epoch ${brokerEpoch}${how}`));
    },
    brokerFenced(broker) {
      pen.write("fence", [], sentence(`the controller fences ${whoIs(broker)}`));
    },
    brokerUnfenced(broker) {
      pen.write("unfence", [], sentence(`the controller unfences ${whoIs(broker)}`));
    },
    brokerShuttingDown(broker) {
      pen.write("fault", [broker], does("be", "in controlled shutdown"));
    },
  };
}

function topicFacts(
  pen: Pen,
  cluster: Cluster,
): Pick<ControllerObserver, "topicCreated" | "topicDeleted" | "configChanged"> {
  /** Settings given with the creation of a topic are no news. */
  const known = new Map<string, number>();
  return {
    topicCreated(name, partitions) {
      known.set(name, pen.event);
      for (const tp of partitions) cluster.topics.set(topicIdOf(tp), name);
    },
    topicDeleted(name) {
      known.delete(name);
      pen.write("config", [], sentence(`topic ${name} is deleted`));
    },
    configChanged(topic, key, value) {
      const since = known.get(topic);
      if (since === undefined || since === pen.event) return;
      pen.write("config", [], sentence(`${topic} now has ${key}=${value ?? "(default)"}`));
    },
  };
}

function partitionFacts(pen: Pen, cluster: Cluster): Pick<ControllerObserver, "partitionChanged"> {
  /** What holds of each partition until the next such change: its leader, its ISR. */
  const leaders = new Map<TopicPartition, Fact>();
  const isrs = new Map<TopicPartition, Fact>();
  return {
    partitionChanged(tp, before, after, election) {
      if (before?.isr.join() !== after.isr.join()) pen.end(isrs.get(tp));
      if (election !== "none") pen.end(leaders.get(tp));
      cluster.replicas.set(tp, after.replicas);
      const isr = listed(after.isr.map(whoIs));
      const about = { tp, registration: after };
      if (before === null) {
        const says = sentence(`%p is created with leader ${whoIs(after.leader)}, ISR ${isr}`);
        pen.write("create", [], says, about);
        return;
      }
      if (election === "leaderless") pen.write("leaderless", [], sentence(`%p has no leader${hope(after)}`), about);
      else if (election !== "none") {
        const says = does("be", `elected leader of %p in epoch ${after.leaderEpoch}${manner[election]}, ISR ${isr}`);
        const change = pen.write("elect", [after.leader], says, about);
        pen.begin(change);
        leaders.set(tp, change);
      } else if (before.isr.join() !== after.isr.join()) {
        const says = sentence(`the ISR of %p becomes ${after.isr.length === 0 ? "empty" : isr}`);
        const change = pen.write("isr", [], says, about);
        pen.begin(change);
        isrs.set(tp, change);
      }
    },
  };
}

const manner: Readonly<Record<Exclude<ElectionKind, "none" | "leaderless">, string>> = {
  clean: "",
  eligible: " from the eligible leader replicas",
  "last-known": " as the last known leader",
  unclean: " uncleanly, from outside the ISR",
  preferred: " as the preferred leader",
};

function hope({ isr, eligibleLeaderReplicas }: PartitionRegistration): string {
  if (isr.length > 0) return `: its ISR, ${listed(isr.map(whoIs))}, is gone`;
  if (eligibleLeaderReplicas.length > 0)
    return `: its ISR is empty; eligible when back: ${listed(eligibleLeaderReplicas.map(whoIs))}`;
  return ": nobody is left in its ISR or among the eligible leader replicas";
}
