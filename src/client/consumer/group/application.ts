/**
 * The application of a member: a loop round poll (ProcessingPlan).
 *
 *   away --it is time--> polling --there are records--> processing, or (before) committing
 *   processing --done--> away, or (after) committing --answered--> away
 *   committing (before) --it succeeded--> processing   --it failed--> away: at most once, so nobody processes them
 *   polling --an error is thrown--> away
 * It calls poll at fixed times; one that finds nothing waits inside.
 */
import { invariant } from "../../../core/invariant.ts";
import type { Millis } from "../../../core/time.ts";
import { Errors } from "../../../kafka/errors.ts";
import type { ClientContext } from "../../context.ts";
import type { ConsumerState } from "../consumer-state.ts";
import { isAssigning } from "../membership/membership.ts";
import { returnRecords } from "../poll.ts";
import { maybeAutoCommit, startCommit } from "./commits.ts";
import type { Application, Commits, GroupState } from "./group-state.ts";

export const newApplication = (firstPollMs: Millis): Application => ({
  phase: "away",
  nextMs: firstPollMs,
  polledMs: firstPollMs,
  taken: [],
  takenIn: -1,
});

/** Before the membership does what it can: is it time to call poll, or is what was returned processed? */
export function wakeApplication(state: ConsumerState, group: GroupState, nowMs: Millis, context: ClientContext): void {
  const { application } = group;
  if (application.phase === "processing" && application.nextMs <= nowMs) endProcessing(state, group, nowMs, context);
  if (application.phase === "committing") endCommit(state, group, nowMs);
  if (application.phase === "away" && application.nextMs <= nowMs) {
    application.phase = "polling";
    application.polledMs = nowMs;
  }
  if (application.phase === "polling") maybeAutoCommit(state, group, nowMs, context);
}

/** After everything else: poll returns if it has something. Returns when to look again. */
export function returnFromPoll(state: ConsumerState, group: GroupState, nowMs: Millis, context: ClientContext): Millis {
  const { application, plan, commits, config } = group;
  if (application.phase === "polling") {
    if (state.completed.length === 0 || isBlocked(group)) return nextCommitMs(commits);
    invariant(application.taken.length === 0, "what poll returned was handled before the next one");
    application.takenIn = group.generationId;
    returnRecords(state, context);
    if (application.taken.length === 0) return nextCommitMs(commits);
    application.polledMs = nowMs;
    if (plan.commit === "before") commit(state, group, nowMs);
    else process(group, nowMs);
  }
  const nextMs = application.phase === "committing" ? Number.POSITIVE_INFINITY : application.nextMs;
  // The membership looked while poll went on still: until when poll must come again it has to hear now.
  const deadlineMs = application.polledMs + config.maxPollIntervalMs;
  return deadlineMs > nowMs ? Math.min(nextMs, deadlineMs) : nextMs;
}

const nextCommitMs = ({ autoAtMs, beforeJoin }: Commits): Millis =>
  beforeJoin === null ? autoAtMs : Number.POSITIVE_INFINITY;

/** A leader that assigns does not return; nor, under the eager protocol, who commits before a rebalance (KAFKA-14196). */
const isBlocked = ({ commits, config, membership }: GroupState): boolean =>
  isAssigning(membership) ||
  (commits.beforeJoin !== null && config.assignors.some((name) => name !== "cooperative-sticky"));

function process({ application, plan }: GroupState, nowMs: Millis): void {
  application.phase = "processing";
  application.nextMs = nowMs + plan.processMs;
}

function commit(state: ConsumerState, group: GroupState, nowMs: Millis): void {
  group.application.phase = "committing";
  startCommit(state, group, nowMs);
}

function endProcessing(state: ConsumerState, group: GroupState, nowMs: Millis, context: ClientContext): void {
  const { application, config, plan } = group;
  const { groupId } = config;
  for (const { topicPartition, batch, from, to } of application.taken)
    context.observer.processed(state.self, groupId, application.takenIn, topicPartition, batch, from, to);
  application.taken.length = 0;
  if (plan.commit === "after") commit(state, group, nowMs);
  else goAway(state, group, nowMs);
}

function endCommit(state: ConsumerState, group: GroupState, nowMs: Millis): void {
  const { application, commits, plan } = group;
  const outcome = commits.ofApplication?.outcome;
  invariant(commits.ofApplication !== null, "who commits waits for its commit");
  if (outcome == null) return;
  commits.ofApplication = null;
  if (plan.commit === "before" && outcome === Errors.NONE) process(group, nowMs);
  else {
    application.taken.length = 0;
    goAway(state, group, nowMs);
  }
}

/** Until the next of the times at which poll is called. Also when poll throws. */
export function goAway(state: ConsumerState, group: GroupState, nowMs: Millis): void {
  const { startMs, pollEveryMs } = state.options.workload;
  const firstMs = (state.options.clockStartMs ?? 0) + startMs;
  const { application } = group;
  application.phase = "away";
  application.nextMs = Math.max(firstMs, firstMs + Math.ceil((nowMs - firstMs) / pollEveryMs) * pollEveryMs);
}
