/**
 * A random walk over one partition on three brokers with a controller in a few lines: elections from the ISR, ordered
 * metadata that brokers apply when they like, fetches and proposals that are delayed, lost or delivered late, restarts.
 * Committed records are kept aside (`Ghost`); the walk ends at the first broken promise.
 */
import { mix3, pick } from "../../../src/core/mix.ts";
import { openLog } from "../../../src/kafka/log/open-log.ts";
import type { AlterPartition } from "../../../src/kafka/messages/controller.ts";
import { buildAlterPartition, onAlterPartitionResponse } from "../../../src/kafka/replication/alter-partition.ts";
import { newFetchSessionCache } from "../../../src/kafka/replication/fetch-session.ts";
import type { FetcherRequest, FetcherResponse } from "../../../src/kafka/replication/fetcher.ts";
import { onFetcherDisconnect } from "../../../src/kafka/replication/fetcher-response.ts";
import { onIsrCheckTimer } from "../../../src/kafka/replication/isr.ts";
import { newPartition } from "../../../src/kafka/replication/partition.ts";
import type { Override } from "../../../src/kafka/rules/rules.ts";
import { batchesIn, batchOf, tp } from "../log/world.ts";
import {
  type Cluster,
  deliver,
  fetcherOf,
  logEndOn,
  newCluster,
  nodeOf,
  partitionOn,
  type RegistrationShape,
  request,
  serve,
  tell,
  write,
} from "./cluster.ts";

interface Walk {
  readonly cluster: Cluster;
  readonly registrations: Required<Omit<RegistrationShape, "replicas">>[];
  /** How many registrations each broker has applied. */
  readonly applied: number[];
  readonly requests: { from: number; to: number; body: FetcherRequest; lost: boolean }[];
  readonly responses: { from: number; to: number; body: FetcherResponse }[];
  readonly proposals: { from: number; brokerEpoch: number; body: AlterPartition }[];
  readonly answers: { to: number; errorCode: number; registration: number }[];
  readonly committed: number[];
  broken: string | null;
  seed: number;
  step: number;
}

const brokers = [1, 2, 3];

/** The promise that broke, or null. */
export function walk(seed: number, steps: number, override: Override, minInsyncReplicas: number): string | null {
  const w: Walk = {
    cluster: newCluster({ override, topic: { minInsyncReplicas }, broker: { replicaLagTimeMaxMs: 300 }, heard: {} }),
    registrations: [],
    applied: [0, 0, 0, 0],
    requests: [],
    responses: [],
    proposals: [],
    answers: [],
    committed: [],
    broken: null,
    seed,
    step: 0,
  };
  decide(w, { leader: 1, epoch: 0, isr: brokers, partitionEpoch: 0 });
  for (const id of brokers) apply(w, id, 1);
  while (w.step < steps && w.broken === null) {
    w.step++;
    w.cluster.clock.nowMs += draw(w, 1, 40);
    act(w);
    judge(w);
  }
  return w.broken;
}

const draw = (w: Walk, what: number, below: number): number => pick(mix3(w.seed, w.step, what), below);
const latest = (w: Walk): Walk["registrations"][number] => w.registrations.at(-1)!;
const decide = (w: Walk, next: Walk["registrations"][number]): void => {
  w.registrations.push(next);
};

function act(w: Walk): void {
  const id = 1 + draw(w, 2, 3);
  const kind = draw(w, 3, 100);
  if (kind < 22) ask(w, id);
  else if (kind < 42) answerOne(w);
  else if (kind < 60) deliverOne(w);
  else if (kind < 68) writeOne(w, id);
  else if (kind < 78) apply(w, id, 1 + draw(w, 4, 2));
  else if (kind < 82) elect(w, id);
  else if (kind < 85) fence(w, id);
  else if (kind < 89) unfence(w, id);
  else if (kind < 93) propose(w, id);
  else if (kind < 95) judgeProposal(w);
  else if (kind < 97) answerProposal(w);
  else if (kind < 98) lose(w, id);
  else if (kind < 99) onIsrCheckTimer(partitionOn(w.cluster, id), nodeOf(w.cluster, id).env);
  else restart(w, id);
}

function apply(w: Walk, id: number, count: number): void {
  const to = Math.min(w.registrations.length, w.applied[id]! + count);
  if (to === w.applied[id]) return;
  w.applied[id] = to;
  tell(w.cluster, id, w.registrations[to - 1]!);
}

function ask(w: Walk, id: number): void {
  const { leader, role } = partitionOn(w.cluster, id);
  if (role !== "follower" || leader < 1) return;
  const body = request(w.cluster, id, leader);
  if (body !== null) w.requests.push({ from: id, to: leader, body, lost: false });
}

function answerOne(w: Walk): void {
  if (w.requests.length === 0) return;
  const { from, to, body, lost } = w.requests.splice(draw(w, 5, w.requests.length), 1)[0]!;
  const response = serve(w.cluster, to, body);
  if (!lost) w.responses.push({ from: to, to: from, body: response });
}

function deliverOne(w: Walk): void {
  if (w.responses.length === 0) return;
  const { from, to, body } = w.responses.splice(draw(w, 6, w.responses.length), 1)[0]!;
  deliver(w.cluster, to, from, body);
}

/** Records of one byte budget: three of them are enough for every schedule that is known. */
function writeOne(w: Walk, id: number): void {
  if (logEndOn(w.cluster, id) < 6) write(w.cluster, id, batchOf(), draw(w, 7, 3) === 0 ? 1 : -1);
}

const isAlive = (w: Walk, id: number): boolean => w.cluster.alive.active.has(id);

function elect(w: Walk, id: number): void {
  const { leader, epoch, isr, partitionEpoch } = latest(w);
  if (!isr.includes(id) || !isAlive(w, id) || id === leader) return;
  decide(w, { leader: id, epoch: epoch + 1, isr, partitionEpoch: partitionEpoch + 1 });
}

/** Leaves the ISR unless it is the last member; another member leads. */
function fence(w: Walk, id: number): void {
  if (!isAlive(w, id)) return;
  w.cluster.alive.active.delete(id);
  w.cluster.alive.unfenced.delete(id);
  leaveIsr(w, id);
}

function leaveIsr(w: Walk, id: number): void {
  const { leader, epoch, isr, partitionEpoch } = latest(w);
  const rest = isr.filter((one) => one !== id);
  const kept = rest.length === 0 ? isr : rest;
  if (leader !== id) {
    if (kept.length < isr.length) decide(w, { leader, epoch, isr: kept, partitionEpoch: partitionEpoch + 1 });
    return;
  }
  const next = kept.find((one) => one !== id && isAlive(w, one)) ?? -1;
  decide(w, { leader: next, epoch: epoch + 1, isr: kept, partitionEpoch: partitionEpoch + 1 });
}

function unfence(w: Walk, id: number): void {
  if (isAlive(w, id)) return;
  w.cluster.alive.active.add(id);
  w.cluster.alive.unfenced.add(id);
  const { leader, epoch, isr, partitionEpoch } = latest(w);
  if (leader > 0 || !isr.includes(id)) return;
  decide(w, { leader: id, epoch: epoch + 1, isr, partitionEpoch: partitionEpoch + 1 });
}

/** One request in flight per broker, as its AlterPartition manager has it. */
function propose(w: Walk, id: number): void {
  if (w.proposals.some((one) => one.from === id) || w.answers.some((one) => one.to === id)) return;
  const body = buildAlterPartition(partitionOn(w.cluster, id));
  if (body !== null) w.proposals.push({ from: id, brokerEpoch: w.cluster.alive.epochs.get(id)!, body });
}

/** R-25 in short. */
function judgeProposal(w: Walk): void {
  const one = w.proposals.shift();
  if (one === undefined) return;
  const { leader, epoch, partitionEpoch } = latest(w);
  const isr = one.body.newIsr.map((member) => member.brokerId);
  let errorCode = 0;
  if (one.brokerEpoch !== w.cluster.alive.epochs.get(one.from)) errorCode = 77;
  else if (one.body.leaderEpoch < epoch) errorCode = 74;
  else if (one.from !== leader || !isr.includes(leader)) errorCode = 42;
  else if (one.body.partitionEpoch < partitionEpoch) errorCode = 95;
  else if (one.body.newIsr.some((member) => !isEligible(w, member))) errorCode = 107;
  else decide(w, { leader, epoch, isr, partitionEpoch: partitionEpoch + 1 });
  w.answers.push({ to: one.from, errorCode, registration: w.registrations.length - 1 });
}

const isEligible = (w: Walk, member: AlterPartition["newIsr"][number]): boolean =>
  isAlive(w, member.brokerId) &&
  (member.brokerEpoch === -1 || member.brokerEpoch === w.cluster.alive.epochs.get(member.brokerId));

/** Answers may come late, or not at all. */
function answerProposal(w: Walk): void {
  const one = w.answers.shift();
  if (one === undefined || draw(w, 8, 4) === 0) return;
  const { leader, epoch, isr, partitionEpoch } = w.registrations[one.registration]!;
  const entry = { topicPartition: tp, errorCode: 0, leaderId: leader, leaderEpoch: epoch, isr, partitionEpoch };
  const node = nodeOf(w.cluster, one.to);
  onAlterPartitionResponse(node.partition, one.errorCode === 0 ? entry : null, one.errorCode, node.env);
}

/** A connection dies: the requests in flight on it may still arrive, the answers do not. */
function lose(w: Walk, id: number): void {
  const { leader } = partitionOn(w.cluster, id);
  if (leader < 1) return;
  for (const one of w.requests) if (one.from === id && one.to === leader) one.lost = true;
  forget(w.responses, (one) => one.to === id && one.from === leader);
  const node = nodeOf(w.cluster, id);
  onFetcherDisconnect(fetcherOf(node, leader), node.env);
  w.cluster.clock.nowMs += node.env.config.replicaFetchBackoffMs;
}

/** The process dies and comes back with its log, a high watermark from its checkpoint (0), and a new broker epoch. */
function restart(w: Walk, id: number): void {
  const node = nodeOf(w.cluster, id);
  node.disk.crash();
  leaveIsr(w, id);
  const { topicName, config } = node.partition;
  const log = openLog(node.disk, 0, tp, config, node.env, false);
  node.partition = newPartition(tp, topicName, log, config);
  node.cache = newFetchSessionCache(10);
  node.fetchers.clear();
  w.cluster.alive.epochs.set(id, 100 + w.step);
  for (const one of w.requests) if (one.from === id) one.lost = true;
  forget(w.responses, (one) => one.to === id || one.from === id);
  forget(w.requests, (one) => one.to === id);
  for (const answer of w.answers.splice(0)) if (answer.to !== id) w.answers.push(answer);
  w.applied[id] = 0;
  apply(w, id, w.registrations.length);
}

function forget<T>(list: T[], isGone: (one: T) => boolean): void {
  for (let i = list.length - 1; i >= 0; i--) if (isGone(list[i]!)) list.splice(i, 1);
}

/** Whatever a leader's high watermark passed is committed for good, at its offset, on every member of the ISR. */
function judge(w: Walk): void {
  for (const id of brokers) {
    const { role, log } = partitionOn(w.cluster, id);
    if (role !== "leader" || log.highWatermark <= w.committed.length) continue;
    const ids = recordIds(w, id);
    for (let offset = w.committed.length; offset < log.highWatermark; offset++) w.committed.push(ids[offset]!);
  }
  for (const id of brokers) {
    const { role, log } = partitionOn(w.cluster, id);
    const ids = recordIds(w, id);
    const shown = role === "leader" ? log.highWatermark : 0;
    const must = isElectable(w, id) ? w.committed.length : shown;
    for (let offset = 0; offset < must; offset++) {
      if (ids[offset] === w.committed[offset]) continue;
      w.broken = `step ${w.step}: broker ${id} has ${ids[offset]} at ${offset}, committed was ${w.committed[offset]}`;
      return;
    }
  }
}

/** A member of the ISR may lead at once; it counts once it no longer follows somebody it would truncate for. */
const isElectable = (w: Walk, id: number): boolean => latest(w).isr.includes(id);

const recordIds = (w: Walk, id: number): number[] =>
  batchesIn(partitionOn(w.cluster, id).log).flatMap((batch) => batch.records.map((record) => record.id));
