/** Who may enter the ISR as far as the leader knows: alive by the metadata, and the same incarnation that fetched. */
import type { ReplicaEnv } from "./env.ts";
import { neverFetched, type RemoteReplica } from "./remote-replica.ts";

export function isIsrEligible(remote: RemoteReplica, env: ReplicaEnv): boolean {
  const rules = env.rules.replication;
  return (
    remote.brokerEpoch !== neverFetched &&
    rules.mayJoinWhile(env.isActive(remote.brokerId)) &&
    rules.isSameIncarnation(remote.brokerEpoch, env.brokerEpochOf(remote.brokerId))
  );
}
