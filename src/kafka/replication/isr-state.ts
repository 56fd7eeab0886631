/**
 * Committed, maximal and proposed ISR of a leader, with the marks on the replicas that the hot paths read (KIP-497).
 *
 *              committed     proposed        maximal        for the high watermark and for min ISR after the append
 *   settled    {A,B}         -               {A,B}
 *   expand     {A,B}         {A,B,C}         {A,B,C}        the controller may have C elected any moment
 *   shrink     {A,B,C}       {A,B}           {A,B,C}        C may still be elected
 */
import { invariant } from "../../core/invariant.ts";
import type { ReplicaEnv } from "./env.ts";
import type { Partition, PendingIsr } from "./partition.ts";

/** The controller's word: nothing is pending any more. */
export function commitIsr(partition: Partition, isr: readonly number[], env: ReplicaEnv): void {
  invariant(partition.role === "leader", "the ISR is a leader's matter");
  partition.isr = isr;
  partition.pending = null;
  marksChanged(partition);
  env.observer.isrCommitted(
    env.brokerId,
    partition.topicPartition,
    isr,
    partition.leaderEpoch,
    partition.partitionEpoch,
  );
}

/** The proposal was surely not applied: back to the committed state. */
export function withdrawPending(partition: Partition): void {
  partition.pending = null;
  marksChanged(partition);
}

export function proposeIsr(partition: Partition, pending: PendingIsr, env: ReplicaEnv): void {
  invariant(partition.pending === null, "one proposal of a partition is out at a time");
  invariant(pending.isr.length !== partition.isr.length, "a proposal changes the ISR");
  partition.pending = pending;
  marksChanged(partition);
  env.observer.isrProposed(
    env.brokerId,
    partition.topicPartition,
    pending.isr,
    partition.leaderEpoch,
    partition.partitionEpoch,
  );
  env.isrProposed(partition);
}

export function forgetIsr(partition: Partition): void {
  partition.isr = [];
  partition.pending = null;
  partition.maximalIsr = partition.isr;
}

/** What the marks stand for. */
export function requireMarks({ isr, maximalIsr, pending, remotes }: Partition): void {
  for (let i = 0; i < remotes.length; i++) {
    const { brokerId, inIsr, inMaximalIsr, inProposedIsr } = remotes[i]!;
    invariant(inIsr === isr.includes(brokerId), "a replica is marked as of the ISR if it is");
    invariant(inMaximalIsr === maximalIsr.includes(brokerId), "a replica is marked as of the maximal ISR if it is");
    invariant(
      inProposedIsr === (pending === null ? isr : pending.isr).includes(brokerId),
      "a replica is marked as of the proposed ISR if it is",
    );
  }
}

/** Also when the set of remote replicas changed. */
export function marksChanged(partition: Partition): void {
  const { isr, pending, remotes } = partition;
  partition.maximalIsr = pending?.kind === "expand" ? pending.isr : isr;
  const proposed = pending === null ? isr : pending.isr;
  for (let i = 0; i < remotes.length; i++) {
    const remote = remotes[i]!;
    remote.inIsr = isr.includes(remote.brokerId);
    remote.inMaximalIsr = partition.maximalIsr.includes(remote.brokerId);
    remote.inProposedIsr = proposed.includes(remote.brokerId);
  }
}
