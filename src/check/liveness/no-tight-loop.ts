/**
 * 5.13 NoTightLoop (KAFKA-13959): the number of steps of a node in a virtual second is bounded by what is going on, at any time;
 * in the calm phase that of all nodes together. Progress of any kind (an append, a moved high watermark, a record read, a send completed, a change by the controller) pays
 * for 200 events; the rest must stay below a quiet cluster's chatter. A run that is stopped by its limit of events spins as well.
 */
import { type NodeId, nodeId, nodeName } from "../../core/ids.ts";
import type { CheckCard } from "../check.ts";
import { found } from "../finding.ts";
import type { Ghost } from "../ghost/ghost.ts";
import type { Check, Monitor } from "../monitor.ts";

const card: CheckCard = {
  name: "no-tight-loop",
  sentence:
    "No node spins, and once the faults are over the cluster does not: steps per virtual second stay in proportion to progress.",
  formula: "steps(n) per second ≤ 2000 + 200 · progress; calm ⇒ Σ steps per second ≤ quiet + 200 · progress",
  source: "invariants 5.13 (NoTightLoop)",
  kind: "liveness",
  guarantee: "progress",
};

const windowMicros = 1_000_000;
const eventsPerProgress = 200;
/** Of one node in a virtual second, beyond what progress pays for; the most of 1,100 runs was 190. */
const stepsPerNode = 2000;

function* nodesOf(ghost: Ghost): Iterable<NodeId> {
  yield nodeId("controller", 0);
  for (const { broker } of ghost.brokers) if (broker > 0) yield broker;
  yield* ghost.clients.keys();
}

/** What counts as a step forward. */
const progressOf = (advance: () => void): Monitor => ({
  appended: advance,
  highWatermarkMoved: advance,
  sendCompleted: advance,
  polled: advance,
  partitionChanged: advance,
  metadataApplied: advance,
  logOpened: advance,
  positionSet: advance,
});

/** `progress`: since they were looked at last. */
function judgeNodes(ghost: Ghost, progress: number): void {
  const paid = stepsPerNode + progress * eventsPerProgress;
  for (const node of nodesOf(ghost)) {
    const steps = ghost.steps[node]!;
    ghost.steps[node] = 0;
    if (steps <= paid) continue;
    found(ghost, card, null, {
      role: "node-spins",
      sentence: `${nodeName(node)} takes ${steps} steps in a virtual second`,
      subject: { kind: "cluster", sinceMicros: Math.max(0, ghost.atMicros - windowMicros) },
    });
  }
}

function watch(ghost: Ghost): Monitor {
  let from = -1;
  let firstEvent = 0;
  let progress = 0;
  let since = 0;
  const advance = (): void => {
    progress++;
    since++;
  };
  const restart = (): void => {
    from = ghost.atMicros;
    firstEvent = ghost.event;
    progress = 0;
  };
  return {
    calm: restart,
    tick: () => {
      judgeNodes(ghost, since);
      since = 0;
      if (from < 0 || ghost.atMicros < from + windowMicros) return;
      const seconds = (ghost.atMicros - from) / windowMicros;
      const events = ghost.event - firstEvent;
      const quiet =
        (ghost.options.quietEventsPerNodeSecond ?? 500) * (ghost.brokers.length + ghost.clients.size) * seconds;
      if (events > quiet + progress * eventsPerProgress) {
        found(ghost, card, null, {
          role: "events-without-progress",
          sentence: `${events} events in ${seconds.toFixed(1)} virtual seconds of calm, with ${progress} steps of progress`,
          subject: { kind: "cluster", sinceMicros: from },
        });
      }
      restart();
    },
    finish: ({ stop }) => {
      if (stop !== "event-limit") return;
      found(ghost, card, null, {
        role: "event-limit",
        sentence: `the run does not end: it was stopped after ${ghost.event + 1} events`,
        subject: { kind: "cluster", sinceMicros: Math.max(from, 0) },
      });
    },
    ...progressOf(advance),
  };
}

export const noTightLoop: Check = { card, watch };
