/** What a running broker does by itself: it applies metadata, appends, looks at its ISR, asks again, dies. */
import type { ActionKind } from "../action.ts";
import type { ReplicaInput } from "../machines/replica-steps.ts";
import type { Budget } from "../scope.ts";
import { Code, codeOf, type Transition } from "../state/transition.ts";
import { killClient } from "./producer-moves.ts";

const append: ReplicaInput = { kind: "append" };
const lag: ReplicaInput = { kind: "lag" };
const retry: ReplicaInput = { kind: "retry" };
const waitOver: ReplicaInput = { kind: "wait-over" };

export function brokerMoves(t: Transition, id: number): void {
  const { layout } = t;
  const view = t.replicaView(id);
  metadataMoves(t, id);
  if (layout.producer < 0 && view.mayAppend && t.has("records"))
    local(t, id, "append", codeOf(Code.append, 0), append, "records");
  if (view.isLeader && t.has("lags")) local(t, id, "lag", codeOf(Code.lag, 0), lag, "lags");
  if (view.isBackingOff) local(t, id, "retry", codeOf(Code.retry, 0), retry, null);
  if (view.holdsFetches) local(t, id, "wait-over", codeOf(Code.waitOver, 0), waitOver, null);
  if (t.has("crashes")) crashMoves(t, id);
}

function local(
  t: Transition,
  id: number,
  kind: ActionKind,
  code: number,
  input: ReplicaInput,
  budget: Budget | null,
): void {
  if (!t.wants(kind, id, 0)) return;
  const next = t.begin();
  if (budget !== null) t.spend(budget);
  const before = next[id - 1];
  t.stepReplica(id, code, input);
  if (next[id - 1] !== before) t.offer();
}

/** The metadata log is read on, one version or several at a time: of several, a broker acts on the last. */
function metadataMoves(t: Transition, id: number): void {
  const { layout, families } = t;
  const behind = t.state[layout.lag(id)]!;
  const versions = families.versionsOf.at(t.state[layout.news]!);
  for (let taken = 1; taken <= behind; taken++) {
    if (!t.wants("apply", id, taken)) continue;
    const version = versions[versions.length - behind + taken - 1]!;
    const next = t.begin();
    next[layout.lag(id)] = behind - taken;
    t.trimNews();
    t.stepReplica(id, codeOf(Code.metadata, version), {
      kind: "metadata",
      version: families.versions.valueOf(version),
    });
    t.offer();
  }
}

/** How a process dies: its checkpoint of the high watermark is an old one, or of just now; or its disk goes with it. */
export const Crash = { oldCheckpoint: 0, newCheckpoint: 1, diskLost: 2 } as const;

function crashMoves(t: Transition, id: number): void {
  crash(t, id, Crash.oldCheckpoint);
  if (t.replicaView(id).highWatermark > 0) crash(t, id, Crash.newCheckpoint);
  if (t.has("lostDisks") && isDispensable(t, id)) crash(t, id, Crash.diskLost);
}

/** Outside an ISR that is large enough: nothing committed rests on it, and a disk that is lost must harm nobody. */
function isDispensable(t: Transition, id: number): boolean {
  const { isr } = t.imageView().registration;
  return isr.length >= t.minInsyncReplicas && !isr.includes(id);
}

function crash(t: Transition, id: number, how: number): void {
  if (!t.wants("crash", id, how)) return;
  const { layout } = t;
  const next = t.begin();
  t.spend("crashes");
  if (how === Crash.diskLost) t.spend("lostDisks");
  t.orphan(layout.proposal(id));
  for (let peer = 1; peer <= layout.replicas; peer++) {
    if (peer === id) continue;
    if (t.replicaView(id).asks.includes(peer)) t.loseConnection(id, peer);
    // What others asked of it died with it, and they notice.
    if (!t.replicaView(peer).asks.includes(id)) continue;
    next[layout.link(peer, id)] = 0;
    t.stepReplica(peer, codeOf(Code.disconnect, id), { kind: "disconnect", peer: id });
  }
  if (layout.producer >= 0) killClient(t, id);
  t.stepReplica(id, codeOf(Code.crash, how), {
    kind: "crash",
    checkpointsHighWatermark: how === Crash.newCheckpoint,
    losesDisk: how === Crash.diskLost,
  });
  t.offer();
}
