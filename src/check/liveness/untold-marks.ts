/**
 * High watermarks that a follower was not told (invariants §6.27). An answer that says "diverging" carries the leader's, which the
 * follower does not take (AbstractFetcherThread, KAFKA-14704), but which the fetch session notes as sent
 * (FetchSession.CachedPartition.maybeUpdateResponseData). So does an answer that comes after the follower has gone on to
 * another leader epoch (KAFKA-7786's guard). The follower hears of it when it moves next.
 */
import type { TopicPartition } from "../../kafka/topic-partition.ts";
import { excuse } from "../anomaly.ts";
import { enter, type Ghost } from "../ghost/ghost.ts";
import type { ReplicaGhost } from "../ghost/partition-ghost.ts";
import type { TrialObserver } from "../observer.ts";

interface UntoldMarks {
  /** What a check must listen to. */
  readonly listens: Pick<TrialObserver, "diverged" | "becameFollower" | "fetchAnsweredLate">;
  /** To be asked where a follower would be reported that is level with its leader, but for the leader's high watermark. */
  readonly isUntold: (follower: ReplicaGhost, highWatermark: number) => boolean;
}

export function watchUntoldMarks(ghost: Ghost): UntoldMarks {
  /** By replica: the leader's high watermark when an answer to it was last dropped, or may have been. */
  const untold = new Map<ReplicaGhost, number>();
  const dropped = (follower: number, tp: TopicPartition): void => {
    const replica = enter(ghost, tp, follower);
    untold.set(replica, replica.partition.leader?.highWatermark ?? -1);
  };
  return {
    listens: { diverged: dropped, becameFollower: dropped, fetchAnsweredLate: dropped },
    isUntold: (follower, highWatermark) =>
      untold.get(follower) === highWatermark && excuse(ghost.excuses, "high-watermark-not-told"),
  };
}
