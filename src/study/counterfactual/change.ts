/**
 * What could be set otherwise: each change is one setting of a configuration, legal in Kafka, in the direction that keeps
 * more. Which ones there are depends on the configuration; whether they help is for `promise` and for runs to say.
 */

import { type Side, termsOf } from "../../arbitrary/side.ts";
import type { FaultKind } from "../../chaos/fault.ts";
import type { GuaranteeName } from "../../check/check.ts";
import { judgeBrokerSettings } from "../../kafka/config/resolve-broker.ts";
import { judgeProducerSettings } from "../../kafka/config/resolve-producer.ts";
import { judgeTopicSettings } from "../../kafka/config/resolve-topic.ts";
import type { Settings, TopicPlan } from "../../scenario/scenario.ts";

export interface Change {
  /** As it is written in a configuration: `acks=all`. */
  readonly name: string;
  /** What comes with it. */
  readonly note: string | null;
  readonly side: Side;
  readonly bearsOn: readonly GuaranteeName[];
  /** What anybody who knows Kafka would say before anything else. */
  readonly isFirst?: boolean;
  /** It can matter under these kinds of faults only; null: under any. */
  readonly against: readonly FaultKind[] | null;
}

const records: readonly GuaranteeName[] = ["no-acked-loss", "stable-reads"];
const sessions: readonly GuaranteeName[] = ["per-key-order", "no-duplicate"];
const power: readonly FaultKind[] = ["power-loss", "rack-outage"];
const tearing: readonly FaultKind[] = [...power, "disk-wipe", "disk-fail"];

type Draft = Omit<Change, "note"> & { readonly note?: string };

/** Those that make a promise stronger, in the order in which one would try them. */
export const changesOf = (side: Side): readonly Change[] =>
  legal(side, [
    acksAll(side),
    idempotence(side),
    oneInFlight(side),
    minInsync(side),
    replication(side),
    topics(side, "unclean.leader.election.enable", "false", {
      note: "a partition without a complete replica stays offline",
      bearsOn: records,
      against: null,
    }),
    eligibleLeaders(side),
    topics(side, "flush.messages", "1", {
      note: "every append waits for the disk",
      bearsOn: records,
      against: power,
    }),
    racks(side),
  ]);

/** Without what changes nothing, and without what Kafka would refuse. */
function legal(side: Side, drafts: readonly (Draft | null)[]): readonly Change[] {
  const before = JSON.stringify([termsOf(side), side.cluster.racks, side.cluster.brokers]);
  return drafts.flatMap((draft) => {
    if (draft === null || !isLegal(draft.side)) return [];
    const after = JSON.stringify([termsOf(draft.side), draft.side.cluster.racks, draft.side.cluster.brokers]);
    return after === before ? [] : [{ ...draft, note: draft.note ?? null }];
  });
}

function isLegal({ cluster, producerSettings }: Side): boolean {
  const problems = [
    ...judgeBrokerSettings(cluster.settings).problems,
    ...judgeProducerSettings(producerSettings).problems,
    ...cluster.topics.flatMap((topic) => judgeTopicSettings(cluster.settings, topic.settings).problems),
  ];
  return problems.length === 0;
}

const withProducer = (side: Side, settings: Settings): Side => ({
  ...side,
  producerSettings: { ...side.producerSettings, ...settings },
});

function acksAll(side: Side): Draft | null {
  const [before] = termsOf(side).producers;
  if (before === undefined || before.acks === -1) return null;
  const changed = withProducer(side, { acks: "all" });
  const brings = !before.enableIdempotence && termsOf(changed).producers[0]?.enableIdempotence === true;
  return {
    name: "acks=all",
    ...(brings ? { note: "which brings idempotence with it" } : {}),
    side: changed,
    bearsOn: brings ? ["no-acked-loss", ...sessions] : ["no-acked-loss"],
    against: null,
  };
}

const idempotence = (side: Side): Draft => ({
  name: "enable.idempotence=true",
  side: withProducer(side, { "enable.idempotence": "true" }),
  bearsOn: sessions,
  against: null,
});

function oneInFlight(side: Side): Draft | null {
  if (termsOf(side).producers[0]?.enableIdempotence === true) return null;
  return {
    name: "max.in.flight.requests.per.connection=1",
    side: withProducer(side, { "max.in.flight.requests.per.connection": "1" }),
    bearsOn: ["per-key-order"],
    against: null,
  };
}

const withTopics = (side: Side, change: (topic: TopicPlan, place: number) => TopicPlan): Side => ({
  ...side,
  cluster: { ...side.cluster, topics: side.cluster.topics.map(change) },
});

const set = (topic: TopicPlan, key: string, value: string): TopicPlan => ({
  ...topic,
  settings: { ...topic.settings, [key]: value },
});

const topics = (side: Side, key: string, value: string, rest: Pick<Draft, "note" | "bearsOn" | "against">): Draft => ({
  name: `${key}=${value}`,
  side: withTopics(side, (topic) => set(topic, key, value)),
  ...rest,
});

/** One more for the topics that have the least, as far as they have the replicas. */
function minInsync(side: Side): Draft | null {
  const terms = termsOf(side).topics;
  const growing = terms.filter((topic) => topic.minInsyncReplicas < topic.replicationFactor);
  if (growing.length === 0) return null;
  const wanted = Math.min(...growing.map((topic) => topic.minInsyncReplicas)) + 1;
  const isAll = growing.some((topic) => topic.replicationFactor === wanted);
  return {
    name: `min.insync.replicas=${wanted}`,
    ...(isAll ? { note: "a replica that is down stops the writes" } : {}),
    side: withTopics(side, (topic, i) =>
      terms[i]!.minInsyncReplicas < wanted && topic.replicationFactor >= wanted
        ? set(topic, "min.insync.replicas", String(wanted))
        : topic,
    ),
    bearsOn: records,
    against: null,
  };
}

/** Three copies; where there are three, one more if the brokers carry it. */
function replication(side: Side): Draft | null {
  const { brokers } = side.cluster;
  const least = Math.min(...side.cluster.topics.map((topic) => topic.replicationFactor));
  const wanted = least < usualFactor ? usualFactor : least + 1;
  if (least >= usualFactor && wanted > brokers) return null;
  // One copy is no copy: with three of them two must be in sync, or a lone leader acknowledges what nobody else has.
  const isLone = least === 1;
  const changed = withTopics(side, (topic) => {
    if (topic.replicationFactor >= wanted) return topic;
    const more = { ...topic, replicationFactor: wanted };
    return isLone && topic.replicationFactor === 1 ? set(more, "min.insync.replicas", "2") : more;
  });
  const added = Math.max(0, wanted - brokers);
  return {
    name: `replication factor ${wanted}${isLone ? " with min.insync.replicas=2" : ""}`,
    ...(isLone ? { isFirst: true } : {}),
    ...(added === 0
      ? {}
      : { note: `on ${wanted} brokers: the ${added} new one${added === 1 ? "" : "s"} meet faults of their own` }),
    side: { ...changed, cluster: { ...changed.cluster, brokers: Math.max(brokers, wanted) } },
    bearsOn: records,
    against: null,
  };
}

const usualFactor = 3;

const eligibleLeaders = (side: Side): Draft => ({
  name: "eligible.leader.replicas.enable=true",
  note: "KIP-966, feature eligible.leader.replicas.version=1",
  side: {
    ...side,
    cluster: { ...side.cluster, settings: { ...side.cluster.settings, "eligible.leader.replicas.enable": "true" } },
  },
  bearsOn: records,
  against: tearing,
});

/** As many racks as copies, where racks are known at all: what knows of none draws no outage of a rack. */
function racks(side: Side): Draft | null {
  const { racks: had, brokers, topics: plans } = side.cluster;
  const known = [...new Set(had)];
  const wanted = Math.max(...plans.map((topic) => topic.replicationFactor));
  if (known.length === 0 || known.length >= wanted || brokers < wanted) return null;
  const names = Array.from({ length: wanted }, (_, i) => known[i] ?? `rack-${i + 1}`);
  return {
    name: `broker.rack ${names.join(",")}`,
    note: "the same outages, of smaller racks",
    side: { ...side, cluster: { ...side.cluster, racks: names } },
    bearsOn: records,
    against: ["rack-outage"],
  };
}
