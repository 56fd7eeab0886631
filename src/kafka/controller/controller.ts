/**
 * The controller: one machine whose state is a ledger on its own disk (K-20..K-28). It decides by the same functions as a
 * quorum would; its log is committed by a flush instead of a majority.
 */

import type { NodeId } from "../../core/ids.ts";
import { invariant } from "../../core/invariant.ts";
import type { Input, Machine } from "../../core/machine.ts";
import { continueLoad, load, newLedgerHost } from "../ledger/ledger-host.ts";
import type { KafkaMessage } from "../messages/index.ts";
import { brokerIds } from "../metadata/image.ts";
import type { KafkaObserver } from "../observer.ts";
import { answerParked, dropConnection } from "./api/metadata-fetch.ts";
import { controllerPort } from "./commit.ts";
import { noteRegistration } from "./heartbeat-states.ts";
import { controllerLedger } from "./ledger.ts";
import { MetadataLog } from "./metadata-log.ts";
import { onTimer, scheduleOnDemand, startPeriodicTasks } from "./periodic-tasks.ts";
import { type ControllerOptions, policyOf } from "./policy.ts";
import { handleRequest } from "./requests.ts";
import { newSessions, touch } from "./sessions.ts";
import type { ControllerContext, ControllerState, ControllerTypes } from "./state.ts";
import { timerName } from "./timers.ts";

export type { ControllerOptions, ControllerState };

/** Its disk 0 holds the metadata log. */
export const controllerMachine = (
  options: ControllerOptions,
): Machine<ControllerState, KafkaMessage, KafkaObserver> => ({
  boot: (self, context) => boot(self, options, context),
  step,
  timerName,
});

/** Folds the log. Unfenced brokers get a fresh session: a dead one is fenced a session timeout from now (K-28). */
function boot(self: NodeId, options: ControllerOptions, context: ControllerContext): ControllerState {
  const policy = policyOf(self, options);
  const log = new MetadataLog(context.disks[0]!, policy.rules.repliesAfterCommit);
  const host = newLedgerHost<ControllerTypes>(controllerLedger(policy), log, controllerPort);
  // One machine leads as long as its process lives.
  load(host, 0);
  continueLoad(host, 0, Infinity, context);

  const state: ControllerState = {
    policy,
    host,
    get image() {
      return host.state;
    },
    log,
    sessions: newSessions(policy.config.brokerSessionTimeoutMs),
    heartbeats: new Map(),
    parked: new Map(),
    isSessionCheckSet: false,
    isBalancingSet: false,
    isElectionSet: false,
  };
  const { brokers, lastOffset } = state.image;
  const nowMs = context.nowMs();
  for (const id of brokerIds(state.image)) {
    const { brokerEpoch, fenced } = brokers.get(id)!;
    noteRegistration(state.heartbeats, id);
    if (policy.rules.getsSessionAtStart(fenced)) touch(state.sessions, id, brokerEpoch, nowMs);
  }
  startPeriodicTasks(state, context);
  context.observer.controllerStarted(lastOffset);
  return state;
}

function step(state: ControllerState, input: Input<KafkaMessage>, context: ControllerContext): void {
  switch (input.kind) {
    case "message":
      handleRequest(state, input.body, input.connection, context);
      break;
    case "disconnect":
      if (!input.outgoing) dropConnection(state, input.connection);
      break;
    case "timer":
      onTimer(state, input.timer, context);
      break;
    case "flushed":
      if (input.file !== state.log.file.name) return;
      state.log.onFlushed(input.count);
      answerParked(state, context);
  }
  scheduleOnDemand(state, context);
  const { host, image, log, heartbeats } = state;
  invariant(host.waiting.length === 0, "a log that commits in append lets no command wait");
  invariant(
    host.appliedEnd === log.endOffset && image.lastOffset === log.endOffset - 1,
    "the image is the fold of the log",
  );
  invariant(heartbeats.size === image.brokers.size, "what is registered, and nothing else, is expected to report");
}
