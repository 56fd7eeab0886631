/** Settings as a trial judges them: those of the configuration, or what was expected of it. */
import type { ProducerTerms, TopicTerms, TrialOptions } from "./options.ts";

export function judgedTerms(options: TrialOptions, terms: TopicTerms): TopicTerms {
  const expected = options.expectations;
  if (expected === undefined) return terms;
  return {
    name: terms.name,
    cleanupPolicy: terms.cleanupPolicy,
    flushMessages: terms.flushMessages,
    replicationFactor: expected.replicationFactor ?? terms.replicationFactor,
    minInsyncReplicas: expected.minInsyncReplicas ?? terms.minInsyncReplicas,
    uncleanLeaderElectionEnable: expected.uncleanLeaderElectionEnable ?? terms.uncleanLeaderElectionEnable,
  };
}

export function producerTermsOf(options: TrialOptions, terms: ProducerTerms): ProducerTerms {
  const expected = options.expectations;
  if (expected === undefined) return terms;
  return {
    client: terms.client,
    topics: terms.topics,
    acks: expected.acks ?? terms.acks,
    enableIdempotence: expected.enableIdempotence ?? terms.enableIdempotence,
    maxInFlightRequestsPerConnection:
      expected.maxInFlightRequestsPerConnection ?? terms.maxInFlightRequestsPerConnection,
    ...(terms.decidedWithinMs === undefined ? {} : { decidedWithinMs: terms.decidedWithinMs }),
  };
}
