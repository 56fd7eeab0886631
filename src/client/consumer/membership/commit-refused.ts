/** A refused commit may say that the member is none any more (ConsumerCoordinator.OffsetCommitResponseHandler). */
import { type ErrorCode, Errors } from "../../../kafka/errors.ts";
import { isUnchanged, type Membership, resetGeneration } from "./membership.ts";
import type { MemberIdentity } from "./membership-port.ts";

/** Of errors that are about the member: FENCED_INSTANCE_ID, REBALANCE_IN_PROGRESS, UNKNOWN_MEMBER_ID, ILLEGAL_GENERATION. */
export function onCommitRefused(membership: Membership, sentWith: MemberIdentity, errorCode: ErrorCode): void {
  switch (errorCode) {
    case Errors.REBALANCE_IN_PROGRESS:
      membership.mustRejoin = true;
      return;
    case Errors.UNKNOWN_MEMBER_ID:
    case Errors.ILLEGAL_GENERATION:
      // Of an older generation, while the member is on its way to a newer one, it says nothing.
      if (!isUnchanged(membership, sentWith) && membership.state === "preparing-rebalance") return;
      resetGeneration(membership, errorCode === Errors.UNKNOWN_MEMBER_ID);
  }
}
