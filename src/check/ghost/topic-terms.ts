/**
 * The settings of a topic that decide what is promised. A topic of the scenario begins with those of its plan; one that is made
 * anew under an old name, by an operator or by a client that names it, with the defaults and what its creation gave.
 */
import { invariant } from "../../core/invariant.ts";
import { judgedTerms, type TopicTerms, type TrialOptions } from "../options.ts";
import { effectiveMinIsr, type PartitionGhost, type Terms } from "./partition-ghost.ts";

/** Settings by key, as the controller told them since the topic was created; null: taken back. */
type GivenSettings = ReadonlyMap<string, string | null>;

export const weakest = (terms: TopicTerms): Terms => ({
  ...terms,
  leastMinIsr: terms.minInsyncReplicas,
  minIsrChanged: false,
  alwaysFlushes: terms.flushMessages === 1,
});

export function plannedTerms(options: TrialOptions, name: string): TopicTerms {
  const terms = options.topics.find((topic) => topic.name === name) ?? { ...options.topicDefaults, name };
  return judgedTerms(options, terms);
}

export function termsMadeAnew(options: TrialOptions, name: string, given: GivenSettings): TopicTerms {
  let terms: TopicTerms = { ...options.topicDefaults, name };
  for (const [key, value] of given) terms = withSetting(terms, options.topicDefaults, key, value);
  return judgedTerms(options, terms);
}

/** The same terms if the key does not matter for them. */
function withSetting(terms: TopicTerms, defaults: TopicTerms, key: string, value: string | null): TopicTerms {
  switch (key) {
    case "min.insync.replicas":
      return { ...terms, minInsyncReplicas: value === null ? defaults.minInsyncReplicas : Number(value) };
    case "unclean.leader.election.enable":
      return {
        ...terms,
        uncleanLeaderElectionEnable: value === null ? defaults.uncleanLeaderElectionEnable : value === "true",
      };
    case "flush.messages":
      return { ...terms, flushMessages: value === null ? defaults.flushMessages : Number(value) };
    default:
      return terms;
  }
}

/** A change while the topic is in use: the weakest settings that it ever had count on. */
export function changedTerms(terms: Terms, defaults: TopicTerms, key: string, value: string | null): Terms {
  const next = withSetting(terms, defaults, key, value);
  invariant(terms.leastMinIsr <= terms.minInsyncReplicas, "the weakest setting is no stronger than the present one");
  return {
    ...next,
    leastMinIsr: Math.min(terms.leastMinIsr, next.minInsyncReplicas),
    minIsrChanged: terms.minIsrChanged || key === "min.insync.replicas",
    alwaysFlushes: terms.alwaysFlushes && next.flushMessages === 1,
  };
}

/** How many replicas the ISR must have for an acks=all write. */
export const isrForWrites = ({ options }: { readonly options: TrialOptions }, partition: PartitionGhost): number =>
  options.refusesAboveCopies ? partition.topic.terms.minInsyncReplicas : effectiveMinIsr(partition);
