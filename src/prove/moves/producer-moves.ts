/** What happens between the producer and the brokers: requests and answers in order, lost connections, new metadata. */
import type { ActionKind } from "../action.ts";
import { type ProducerInput, producerId } from "../machines/producer.ts";
import { Code, codeOf, type Transition } from "../state/transition.ts";

export function producerMoves(t: Transition): void {
  for (let id = 1; id <= t.layout.replicas; id++) {
    requestMoves(t, id);
    answerMoves(t, id);
    lossMoves(t, id);
    lateMoves(t, id);
    refreshMoves(t, id);
  }
}

/** A broker takes the next request of a connection when it has answered the one before. */
function requestMoves(t: Transition, id: number): void {
  const slot = t.layout.client(id);
  const { request } = t.families.connectionViews.at(t.state[slot]!);
  const view = t.replicaView(id);
  if (request === 0 || !view.isServing || view.isProducing || !t.wants("produce", id, 0)) return;
  const next = t.begin();
  next[slot] = t.books.popped(next[slot]!, true);
  deliver(t, id, request, false);
  t.offer();
}

function deliver(t: Transition, id: number, message: number, isLate: boolean): void {
  const parcel = t.families.messages.valueOf(message)!;
  t.stepReplica(id, codeOf(isLate ? Code.late : Code.message, message), { kind: "message", parcel, isLate });
}

function answerMoves(t: Transition, id: number): void {
  const slot = t.layout.client(id);
  const { answer } = t.families.connectionViews.at(t.state[slot]!);
  if (answer === 0) return;
  const { body } = t.families.messages.valueOf(answer)!;
  if (body.kind !== "ProduceResponse") return;
  stepProducer(t, "answer", id, codeOf(Code.message, answer), { kind: "answer", from: id, body }, () => {
    t.next[slot] = t.books.popped(t.next[slot]!, false);
  });
}

/** A connection of a broker that died, or that a fault takes. */
function lossMoves(t: Transition, id: number): void {
  if (!isOpen(t, t.state, id)) return;
  const { layout } = t;
  const { isDead } = t.families.connectionViews.at(t.state[layout.client(id)]!);
  if (!isDead && !t.has("disconnects")) return;
  stepProducer(t, "lose-client", id, codeOf(Code.disconnect, id), { kind: "disconnect", peer: id }, () => {
    if (!isDead) t.spend("disconnects");
    const { next } = t;
    // What the broker has not read may still come; what it has read is not answered.
    next[layout.lateClient(id)] = t.books.leftOver(next[layout.lateClient(id)]!, next[layout.client(id)]!);
    next[layout.client(id)] = 0;
    if (t.replicaView(id).isProducing)
      t.stepReplica(id, codeOf(Code.closed, producerId & 0xffff), { kind: "closed", peer: producerId });
  });
}

const isOpen = (t: Transition, state: Int32Array, id: number): boolean =>
  state[t.layout.client(id)]! !== 0 || t.replicaView(id).isProducing;

/** The broker dies, and with it what is on its connections. */
export function killClient(t: Transition, id: number): void {
  const { next, layout } = t;
  next[layout.lateClient(id)] = 0;
  if (isOpen(t, next, id)) next[layout.client(id)] = t.families.deadConnection;
}

function lateMoves(t: Transition, id: number): void {
  const slot = t.layout.lateClient(id);
  const { request } = t.families.connectionViews.at(t.state[slot]!);
  if (request === 0 || !t.replicaView(id).isServing || !t.wants("late-produce", id, 0)) return;
  const next = t.begin();
  next[slot] = t.books.popped(next[slot]!, true);
  deliver(t, id, request, true);
  t.offer();
}

/** Any broker that runs may be the one that the producer asks for metadata. */
function refreshMoves(t: Transition, id: number): void {
  const { updater } = t.families.producers.valueOf(t.state[t.layout.producer]!);
  const { leader: view, isUp } = t.replicaView(id);
  if (!updater.isInFlight || !isUp || view === null) return;
  const code = codeOf(Code.metadata, (view.leaderEpoch << 4) | (view.leaderId & 15));
  stepProducer(t, "refresh", id, code, { kind: "metadata", view }, () => {});
}

/** `first`: what happens on the way, before the producer sends. */
function stepProducer(
  t: Transition,
  kind: ActionKind,
  id: number,
  code: number,
  input: ProducerInput,
  first: () => void,
): void {
  const producer = t.state[t.layout.producer]!;
  const told = Math.max(0, t.onlyB);
  if (t.onlyB >= 0 && !t.wants(kind, id, told)) return;
  const outcomes = t.steps.produce(producer, code, input, told);
  for (let way = 0; way < outcomes.length; way++) {
    if (!t.wants(kind, id, way)) continue;
    t.begin();
    first();
    t.takeProduced(outcomes[way]!);
    t.offer();
  }
}
