/** Every check, in the order in which they are listed and told of an observation. */
import type { CheckCard } from "./check.ts";
import { commitFenced } from "./groups/commit-fenced.ts";
import { commitsKept } from "./groups/commits-kept.ts";
import { groupProgress } from "./groups/group-progress.ts";
import { noSkip } from "./groups/no-skip.ts";
import { oneOwner } from "./groups/one-owner.ts";
import { ackedNotLost } from "./histories/acked-not-lost.ts";
import { ackedOffsetCorrect } from "./histories/acked-offset-correct.ts";
import { noDuplicate } from "./histories/no-duplicate.ts";
import { noPhantom } from "./histories/no-phantom.ts";
import { positionMonotone } from "./histories/position-monotone.ts";
import { producerOrder } from "./histories/producer-order.ts";
import { sendContiguity } from "./histories/send-contiguity.ts";
import { adminTakesEffect } from "./liveness/admin-takes-effect.ts";
import { commitsInTime } from "./liveness/commits-in-time.ts";
import { deadBrokerFenced } from "./liveness/dead-broker-fenced.ts";
import { electedInTime } from "./liveness/elected-in-time.ts";
import { highWatermarkReachesEnd } from "./liveness/high-watermark-reaches-end.ts";
import { isrRefills } from "./liveness/isr-refills.ts";
import { leaderEventually } from "./liveness/leader-eventually.ts";
import { logsConverge } from "./liveness/logs-converge.ts";
import { metadataConverges } from "./liveness/metadata-converges.ts";
import { noTightLoop } from "./liveness/no-tight-loop.ts";
import { probeSucceeds } from "./liveness/probe-succeeds.ts";
import { produceDecided } from "./liveness/produce-decided.ts";
import { readsReachEnd } from "./liveness/reads-reach-end.ts";
import { reassignmentCompletes } from "./liveness/reassignment-completes.ts";
import type { Check } from "./monitor.ts";
import { ackedIsCommitted } from "./monitors/acked-is-committed.ts";
import { ackedKeptSomewhere } from "./monitors/acked-kept-somewhere.ts";
import { alterFenced } from "./monitors/alter-fenced.ts";
import { asksTheLeader } from "./monitors/asks-the-leader.ts";
import { bumpHasReason } from "./monitors/bump-has-reason.ts";
import { candidateComplete } from "./monitors/candidate-complete.ts";
import { clientBackoff } from "./monitors/client-backoff.ts";
import { committedStable } from "./monitors/committed-stable.ts";
import { compactionSafe } from "./monitors/compaction-safe.ts";
import { consistentRead } from "./monitors/consistent-read.ts";
import { controlFenced } from "./monitors/control-fenced.ts";
import { diskModel } from "./monitors/disk-model.ts";
import { electionLegal } from "./monitors/election-legal.ts";
import { epochMonotone } from "./monitors/epoch-monotone.ts";
import { fetchSession } from "./monitors/fetch-session.ts";
import { followerStart } from "./monitors/follower-start.ts";
import { highWatermarkMonotone } from "./monitors/high-watermark-monotone.ts";
import { inFlightLimit } from "./monitors/in-flight-limit.ts";
import { isrIncarnation } from "./monitors/isr-incarnation.ts";
import { isrSuperset } from "./monitors/isr-superset.ts";
import { leaderInIsr } from "./monitors/leader-in-isr.ts";
import { leaderUnique } from "./monitors/leader-unique.ts";
import { logMatching } from "./monitors/log-matching.ts";
import { metadataRefresh } from "./monitors/metadata-refresh.ts";
import { offsetEpochOrder } from "./monitors/offset-epoch-order.ts";
import { oneValuePerOffset } from "./monitors/one-value-per-offset.ts";
import { producerBatches } from "./monitors/producer-batches.ts";
import { producerStateReplayed } from "./monitors/producer-state-replayed.ts";
import { reassignmentSafe } from "./monitors/reassignment-safe.ts";
import { recoveryQuorum } from "./monitors/recovery-quorum.ts";
import { requestTimeout } from "./monitors/request-timeout.ts";
import { retentionSafe } from "./monitors/retention-safe.ts";
import { sameEpochSameRecord } from "./monitors/same-epoch-same-record.ts";
import { sendOutcome } from "./monitors/send-outcome.ts";
import { strongIsr } from "./monitors/strong-isr.ts";
import { truncationSafe } from "./monitors/truncation-safe.ts";
import { uncleanExclusion } from "./monitors/unclean-exclusion.ts";
import { validElr } from "./monitors/valid-elr.ts";
import { validHighWatermark } from "./monitors/valid-high-watermark.ts";
import { validIsr } from "./monitors/valid-isr.ts";
import { watermarkOrder } from "./monitors/watermark-order.ts";
import { weakIsr } from "./monitors/weak-isr.ts";

export const checks: readonly Check[] = [
  offsetEpochOrder,
  watermarkOrder,
  logMatching,
  sameEpochSameRecord,
  committedStable,
  oneValuePerOffset,
  weakIsr,
  strongIsr,
  leaderInIsr,
  isrSuperset,
  validHighWatermark,
  candidateComplete,
  ackedKeptSomewhere,
  consistentRead,
  highWatermarkMonotone,
  truncationSafe,
  leaderUnique,
  epochMonotone,
  compactionSafe,
  retentionSafe,
  followerStart,
  producerStateReplayed,
  bumpHasReason,
  diskModel,
  ackedIsCommitted,
  validIsr,
  validElr,
  recoveryQuorum,
  uncleanExclusion,
  isrIncarnation,
  alterFenced,
  controlFenced,
  reassignmentSafe,
  electionLegal,
  requestTimeout,
  inFlightLimit,
  clientBackoff,
  metadataRefresh,
  asksTheLeader,
  fetchSession,
  sendOutcome,
  producerBatches,
  // Before acked-not-lost, which marks a record as lost.
  ackedOffsetCorrect,
  ackedNotLost,
  noDuplicate,
  producerOrder,
  sendContiguity,
  noPhantom,
  positionMonotone,
  leaderEventually,
  isrRefills,
  highWatermarkReachesEnd,
  produceDecided,
  probeSucceeds,
  readsReachEnd,
  logsConverge,
  metadataConverges,
  reassignmentCompletes,
  deadBrokerFenced,
  electedInTime,
  commitsInTime,
  adminTakesEffect,
  noTightLoop,
  oneOwner,
  commitFenced,
  commitsKept,
  noSkip,
  groupProgress,
];

export const catalogue: readonly CheckCard[] = checks.map((check) => check.card);
