/**
 * 5.13 NoTightLoop (KAFKA-13959): in the calm phase the number of steps in a virtual second is bounded by what is going
 * on. Progress of any kind (an append, a moved high watermark, a record read, a send completed, a change by the controller) pays
 * for 200 events; the rest must stay below a quiet cluster's chatter. A run that is stopped by its limit of events spins as well.
 */
import type { CheckCard } from "../check.ts";
import { found } from "../finding.ts";
import type { Ghost } from "../ghost/ghost.ts";
import type { Check, Monitor } from "../monitor.ts";

const card: CheckCard = {
  name: "no-tight-loop",
  sentence:
    "Once the faults are over, the cluster does not spin: steps per virtual second stay in proportion to progress.",
  formula: "calm ⇒ events per second ≤ quiet + 200 · progress",
  source: "invariants 5.13 (NoTightLoop)",
  kind: "liveness",
  guarantee: "progress",
};

const windowMicros = 1_000_000;
const eventsPerProgress = 200;

function watch(ghost: Ghost): Monitor {
  let from = -1;
  let firstEvent = 0;
  let progress = 0;
  const advance = (): void => {
    progress++;
  };
  const restart = (): void => {
    from = ghost.atMicros;
    firstEvent = ghost.event;
    progress = 0;
  };
  return {
    calm: restart,
    tick: () => {
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
    appended: advance,
    highWatermarkMoved: advance,
    sendCompleted: advance,
    polled: advance,
    partitionChanged: advance,
    metadataApplied: advance,
    logOpened: advance,
    positionSet: advance,
  };
}

export const noTightLoop: Check = { card, watch };
