/** What brokers do as leaders and followers. */
import { errorName } from "../../kafka/errors.ts";
import type { ReplicaObserver } from "../../kafka/observer.ts";
import { does, listed, offsets, whoIs } from "../fact.ts";
import type { Pen } from "./pen.ts";

export const replicaFacts = (pen: Pen): Partial<ReplicaObserver> => ({ ...leaderFacts(pen), ...followerFacts(pen) });

type OfFollowers = Pick<ReplicaObserver, "becameFollower" | "diverged" | "fetchAnsweredLate" | "followingFailed">;

function leaderFacts(pen: Pen): Partial<ReplicaObserver> {
  return {
    highWatermarkMoved(broker, tp, highWatermark, isLeader) {
      const says = does(isLeader ? "advance" : "learn", `the high watermark of %p to ${highWatermark}`);
      if (isLeader) pen.write("advance", [broker], says, { tp, from: highWatermark, to: highWatermark });
    },
    becameLeader(broker, tp, leaderEpoch, logEndOffset) {
      const says = does("lead", `%p in epoch ${leaderEpoch} from offset ${logEndOffset}`);
      pen.write("lead", [broker], says, { tp, from: logEndOffset });
    },
    followerFetched(leader, tp, follower, logEndOffset) {
      const says = does("fetch", `%p from offset ${logEndOffset}, so ${whoIs(leader)} knows that it holds all below`);
      pen.write("fetch", [follower], says, { tp, to: logEndOffset });
    },
    isrProposed(leader, tp, isr, leaderEpoch) {
      const says = does("propose", `ISR ${listed(isr.map(whoIs))} for %p in epoch ${leaderEpoch}`);
      pen.write("propose", [leader], says, { tp });
    },
    isrCommitted() {},
    produceAnswered(leader, tp, batch, acks, errorCode, baseOffset, duplicate) {
      const records = batch.records.map((record) => record.id);
      if (errorCode !== 0) {
        pen.write("refuse", [leader], does("answer", `${errorName(errorCode)} for %p`), { tp, records });
        return;
      }
      const to = baseOffset + batch.lastOffsetDelta + 1;
      const how = duplicate ? " as a duplicate" : "";
      const says = does("acknowledge", `${offsets(baseOffset, to)}${how} (acks=${acks === -1 ? "all" : acks})`);
      pen.write("ack", [leader], says, { tp, from: baseOffset, to, records });
    },
    fetchRefused() {},
    metadataApplied(broker, offset) {
      pen.write("apply", [broker], does("apply", `the metadata log up to offset ${offset}`), { from: offset });
    },
  };
}

function followerFacts(pen: Pen): OfFollowers {
  return {
    becameFollower(broker, tp, leaderEpoch, leader) {
      const whom = leader < 0 ? "nobody" : whoIs(leader);
      pen.write("follow", [broker], does("follow", `${whom} for %p in epoch ${leaderEpoch}`), { tp });
    },
    diverged(follower, tp, epoch, endOffset) {
      const says = does("learn", `from the leader that epoch ${epoch} of %p ended at offset ${endOffset}`);
      pen.write("diverge", [follower], says, { tp, from: endOffset });
    },
    fetchAnsweredLate(follower, tp, askedInEpoch, diverges) {
      if (!diverges) return;
      const says = does("get", `a late answer to what it asked for %p in epoch ${askedInEpoch}: its log diverges`);
      pen.write("late", [follower], says, { tp });
    },
    followingFailed(follower, tp, errorCode) {
      const says = does("give", `%p up until its next leader epoch: ${errorName(errorCode)}`);
      pen.write("give-up", [follower], says, { tp });
    },
  };
}
