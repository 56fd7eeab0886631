/** Messages that arrive, connections that are lost. */
import { isController } from "../../core/ids.ts";
import { controllerNode } from "../settings.ts";
import { Code, codeOf, type Transition } from "../state/transition.ts";

/** On the connections that this broker opened: to leaders and to the controller. */
export function messageMoves(t: Transition, id: number): void {
  const { layout } = t;
  for (let leader = 1; leader <= layout.replicas; leader++) {
    if (leader !== id) onConnection(t, id, leader, layout.link(id, leader));
  }
  onConnection(t, id, controllerNode, layout.proposal(id));
}

function onConnection(t: Transition, id: number, peer: number, slot: number): void {
  const message = t.state[slot]!;
  // Taken by the peer, which has not answered yet.
  const isParked = message === 0 && t.replicaView(id).asks.includes(peer);
  if (t.has("disconnects") && (message !== 0 || isParked) && t.wants("disconnect", id, peer)) {
    t.begin();
    t.spend("disconnects");
    if (isController(peer)) t.orphan(slot);
    else t.loseConnection(id, peer);
    t.stepReplica(id, codeOf(Code.disconnect, peer), { kind: "disconnect", peer });
    t.offer();
  }
  if (message === 0) return;
  const to = t.families.places.at(message).isRequest ? peer : id;
  const isReachable = isController(to) || t.replicaView(to).isUp;
  if (!isReachable || !t.wants("deliver", id, peer)) return;
  t.begin()[slot] = 0;
  if (isController(to) || to === id || t.replicaView(to).isServing) deliver(t, message, to, false);
  // Who does not serve yet closes the connection.
  else t.stepReplica(id, codeOf(Code.disconnect, peer), { kind: "disconnect", peer });
  t.offer();
}

function deliver(t: Transition, message: number, to: number, isLate: boolean): void {
  if (isController(to)) {
    judge(t, message, isLate);
    return;
  }
  const parcel = t.families.messages.valueOf(message)!;
  t.stepReplica(to, codeOf(isLate ? Code.late : Code.message, message), { kind: "message", parcel, isLate });
}

function judge(t: Transition, message: number, isLate: boolean): void {
  const { next, layout, steps } = t;
  const request = steps.proposalIn(message);
  const outcome = steps.decide(next[layout.controller]!, codeOf(Code.message, message), {
    kind: "alter",
    request,
    first: -1,
  });
  t.takeDecision(outcome);
  if (!isLate) next[layout.proposal(request.brokerId)] = outcome.answer;
}

/** Requests of connections that are gone. */
export function lateMoves(t: Transition): void {
  const { layout, families } = t;
  const bag = t.state[layout.late]!;
  if (bag === 0) return;
  const messages = families.messagesOf.at(bag);
  for (let i = 0; i < messages.length; i++) {
    const message = messages[i]!;
    if (messages.indexOf(message) < i) continue;
    const { from, to } = families.messages.valueOf(message)!;
    if (!isController(to) && !t.replicaView(to).isServing) continue;
    if (!t.wants("deliver-late", from * 8 + to, i)) continue;
    t.begin()[layout.late] = t.books.delivered(bag, message);
    deliver(t, message, to, true);
    t.offer();
  }
}
