/** The settings that a configuration's promises could rest on, each with the configuration that has it the weaker way. */

import { type Side, termsOf } from "../../arbitrary/side.ts";
import type { Settings } from "../../scenario/scenario.ts";

interface Prop {
  /** As it stands: `acks=all`. */
  readonly name: string;
  readonly without: Side;
}

export function propsOf(side: Side): readonly Prop[] {
  const { eligibleLeaderReplicasEnable: elr, topics, producers } = termsOf(side);
  const [producer] = producers;
  const minIsr = Math.min(...topics.map((topic) => topic.minInsyncReplicas));
  const props: (Prop | null)[] = [
    producer?.acks === -1
      ? { name: "acks=all", without: ofProducer(side, { acks: "1", "enable.idempotence": "false" }) }
      : null,
    producer?.enableIdempotence === true
      ? { name: "enable.idempotence=true", without: ofProducer(side, { "enable.idempotence": "false" }) }
      : null,
    producer?.maxInFlightRequestsPerConnection === 1
      ? {
          name: "max.in.flight.requests.per.connection=1",
          without: ofProducer(side, { "max.in.flight.requests.per.connection": "5" }),
        }
      : null,
    topics.every((topic) => !topic.uncleanLeaderElectionEnable)
      ? {
          name: "unclean.leader.election.enable=false",
          without: ofTopics(side, "unclean.leader.election.enable", "true"),
        }
      : null,
    minIsr > 1
      ? { name: `min.insync.replicas=${minIsr}`, without: ofTopics(side, "min.insync.replicas", String(minIsr - 1)) }
      : null,
    elr
      ? {
          name: "eligible.leader.replicas.enable=true",
          without: ofBrokers(side, "eligible.leader.replicas.enable", "false"),
        }
      : null,
    topics.every((topic) => topic.flushMessages === 1)
      ? { name: "flush.messages=1", without: ofTopics(side, "flush.messages", "2") }
      : null,
  ];
  return props.filter((prop) => prop !== null);
}

const ofProducer = (side: Side, settings: Settings): Side => ({
  ...side,
  producerSettings: { ...side.producerSettings, ...settings },
});

const ofBrokers = (side: Side, key: string, value: string): Side => ({
  ...side,
  cluster: { ...side.cluster, settings: { ...side.cluster.settings, [key]: value } },
});

const ofTopics = (side: Side, key: string, value: string): Side => ({
  ...side,
  cluster: {
    ...side.cluster,
    topics: side.cluster.topics.map((topic) => ({ ...topic, settings: { ...topic.settings, [key]: value } })),
  },
});
