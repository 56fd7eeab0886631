/** The fence of KIP-320: what a leader of one epoch answers to a request that believes in another. */
import { type ErrorCode, Errors } from "../errors.ts";

/** -1 in the request: the sender knows no epoch and is not checked. */
export function checkLeaderEpoch(epochInRequest: number, leaderEpoch: number): ErrorCode {
  if (epochInRequest === leaderEpoch || epochInRequest < 0) return Errors.NONE;
  return epochInRequest < leaderEpoch ? Errors.FENCED_LEADER_EPOCH : Errors.UNKNOWN_LEADER_EPOCH;
}

/** As before KIP-320: nobody is fenced. */
export const checkNothing = (): ErrorCode => Errors.NONE;
