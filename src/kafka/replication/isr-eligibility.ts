/** Who may enter the ISR as far as the leader knows: alive by the metadata, and the same incarnation that fetched. */
import type { ReplicaEnv } from "./env.ts";
import { neverFetched, type RemoteReplica } from "./remote-replica.ts";

export function isIsrEligible(remote: RemoteReplica, env: ReplicaEnv): boolean {
  return (
    remote.brokerEpoch !== neverFetched &&
    env.rules.replication.mayJoinWhile(env.isActive(remote.brokerId)) &&
    isSameIncarnation(remote.brokerEpoch, env.aliveBrokerEpoch(remote.brokerId))
  );
}

/** KIP-903; a fetch without an epoch (-1) is believed. Who is not alive has no epoch to compare with: the rule above judges it. */
const isSameIncarnation = (fetchedWithEpoch: number, aliveEpoch: number): boolean =>
  aliveEpoch < 0 || fetchedWithEpoch === -1 || fetchedWithEpoch === aliveEpoch;
