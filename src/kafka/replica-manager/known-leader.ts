/** Whom an answer with NOT_LEADER_OR_FOLLOWER names, as far as this broker's metadata knows (KIP-951; KafkaApis.getCurrentLeader). */
import { invariant } from "../../core/invariant.ts";
import type { CurrentLeader } from "../messages/produce.ts";
import { partitionRegistration } from "../metadata/image.ts";
import type { TopicPartition } from "../topic-partition.ts";
import type { ReplicaManager } from "./replica-manager.ts";

/** null: the partition is not known, or this release names nobody. */
export function knownLeader({ env, port }: ReplicaManager, tp: TopicPartition): CurrentLeader | null {
  if (!env.rules.replication.namesCurrentLeader) return null;
  const registration = partitionRegistration(port.image(), tp);
  if (registration === undefined) return null;
  invariant(registration.leaderEpoch >= 0, "a partition is registered with an epoch");
  return { leaderId: registration.leader, leaderEpoch: registration.leaderEpoch };
}
