/** How far each topic keeps its committed records, whatever acks its producers use, and which one keeps them least. */
import { promisingOf, type Side } from "../../arbitrary/side.ts";
import { type ProfileName, profiles } from "../../chaos/fault-kinds.ts";
import { type Reach, reachOf } from "../../check/reach.ts";

export interface TopicReach {
  readonly topic: string;
  readonly reaches: readonly (Reach & { readonly profile: ProfileName })[];
}

export const topicReaches = (side: Side, profileNames: readonly ProfileName[]): readonly TopicReach[] =>
  side.cluster.topics.map((topic) => {
    const promising = promisingOf({ ...side, cluster: { ...side.cluster, topics: [topic] }, undecided: [] });
    return {
      topic: topic.name,
      reaches: profileNames.map((profile) => ({
        profile,
        ...reachOf("stable-reads", promising, profiles[profile].kinds),
      })),
    };
  });

/** The topics that keep less than some other one; empty: all keep the same. */
export function weakestTopics(topics: readonly TopicReach[]): readonly string[] {
  const ranks = topics.map(({ topic, reaches }) => ({
    topic,
    rank: Math.min(...reaches.map(rankOf)) * 100 + copies(reaches),
  }));
  const least = Math.min(...ranks.map(({ rank }) => rank));
  const weak = ranks.filter(({ rank }) => rank === least);
  return weak.length === topics.length ? [] : weak.map(({ topic }) => topic);
}

const rankOf = ({ promised, upTo, replicas }: Reach): number => (promised ? (upTo ?? replicas) : -1);

const copies = (reaches: TopicReach["reaches"]): number => reaches[0]?.replicas ?? 0;
