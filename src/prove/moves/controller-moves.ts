/**
 * What the controller decides of its own accord, or because of a broker that comes or goes. Whom it elects of several
 * hangs on the order of the assignment: each replica may be the first in it.
 */
import type { ActionKind } from "../action.ts";
import type { ControllerInput } from "../machines/controller.ts";
import type { ControllerOutcome } from "../state/local-steps.ts";
import { Code, codeOf, type Transition } from "../state/transition.ts";

/** About a broker that runs. */
export function controllerMoves(t: Transition, id: number): void {
  const { isFenced } = t.imageView();
  if (t.has("elections")) elect(t, id);
  if (!isFenced[id]) {
    if (t.has("fences")) expire(t, id, true);
  } else if (t.replicaView(id).knowsItself) {
    decided(t, "unfence", id, Code.retry, (first) => ({ kind: "heartbeat", brokerId: id, first }));
  }
}

/** About a broker that is down: its session expires, then it may come back. */
export function absenceMoves(t: Transition, id: number): void {
  if (t.imageView().isFenced[id]) start(t, id);
  else expire(t, id, false);
}

function elect(t: Transition, first: number): void {
  const { registration } = t.imageView();
  if (registration.leader === first || !registration.isr.includes(first) || !t.wants("elect", first, 0)) return;
  const { controller } = t.layout;
  const outcome = t.steps.decide(t.state[controller]!, codeOf(Code.append, first), { kind: "elect", first });
  if (outcome.version < 0) return;
  t.begin();
  t.spend("elections");
  t.takeDecision(outcome);
  t.offer();
}

function expire(t: Transition, id: number, isAlive: boolean): void {
  decided(
    t,
    "expire",
    id,
    Code.lag,
    (first) => ({ kind: "expire", brokerId: id, first }),
    () => {
      if (isAlive) t.spend("fences");
    },
  );
}

/** Registers, which ends what its former process had, and boots. */
function start(t: Transition, id: number): void {
  const { layout } = t;
  const hasNewDisk = t.families.replicas.valueOf(t.state[id - 1]!).disk.byName.size === 0;
  const code = hasNewDisk ? Code.disconnect : Code.crash;
  decided(
    t,
    "start",
    id,
    code,
    (first) => ({ kind: "register", brokerId: id, hasNewDisk, first }),
    ({ brokerEpoch }) => {
      t.next[layout.lag(id)] = 1;
      t.trimNews();
      t.stepReplica(id, codeOf(Code.boot, brokerEpoch), { kind: "boot", brokerEpoch });
    },
  );
}

/** One step for each outcome that the order of the assignment can bring about. */
function decided(
  t: Transition,
  kind: ActionKind,
  id: number,
  code: number,
  input: (first: number) => ControllerInput,
  then: (outcome: ControllerOutcome) => void = () => {},
): void {
  const { controller, replicas } = t.layout;
  let last = -1;
  for (let first = 1; first <= replicas; first++) {
    if (!t.wants(kind, id, first)) continue;
    const outcome = t.steps.decide(t.state[controller]!, codeOf(code, id * 8 + first), input(first));
    if (outcome.isLossy) t.excuse();
    if (outcome.version < 0 || outcome.isLossy || outcome.next === last) continue;
    last = outcome.next;
    t.begin();
    t.takeDecision(outcome);
    then(outcome);
    t.offer();
  }
}
