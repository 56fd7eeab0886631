/**
 * What may happen to one broker of a model, each as one step of the real replica manager: this file is its host, as the
 * broker and the simulator are in a trial. No time passes; a timer fires when the search says so.
 */
import { isController } from "../../core/ids.ts";
import { unreachable } from "../../core/invariant.ts";
import type { TimerKey } from "../../core/machine.ts";
import { timerKey } from "../../core/timer.ts";
import { handlerOf } from "../../kafka/api-table.ts";
import type { KafkaContext } from "../../kafka/context.ts";
import type { KafkaMessage } from "../../kafka/messages/index.ts";
import { emptyImage, type MetadataImage } from "../../kafka/metadata/image.ts";
import type { KafkaObserver } from "../../kafka/observer.ts";
import { makeBatch, noEpoch, noProducerId, noSequence, type RecordBatch } from "../../kafka/records.ts";
import { loseProposals } from "../../kafka/replica-manager/alter-partition-manager.ts";
import { onReplicaAnswer } from "../../kafka/replica-manager/answers.ts";
import { replicaApis } from "../../kafka/replica-manager/apis.ts";
import { bootReplicas } from "../../kafka/replica-manager/boot.ts";
import { newManagerEnv } from "../../kafka/replica-manager/env.ts";
import { onLeaderDisconnect } from "../../kafka/replica-manager/fetcher-manager.ts";
import { onReplicaTimer } from "../../kafka/replica-manager/on-timer.ts";
import { publishAll, publishDelta } from "../../kafka/replica-manager/publish.ts";
import { finishRecovery } from "../../kafka/replica-manager/recovery.ts";
import type { ManagerEnv, ReplicaManager } from "../../kafka/replica-manager/replica-manager.ts";
import { settleStep } from "../../kafka/replica-manager/settle.ts";
import { ReplicaTimer } from "../../kafka/replica-manager/timers.ts";
import { closeSession, type FetchSession } from "../../kafka/replication/fetch-session.ts";
import { never } from "../../kafka/replication/remote-replica.ts";
import type { ModelMessage, Parcel } from "../fields/message-fields.ts";
import { ModelPort } from "../fields/port-field.ts";
import { afterWaitsMs, modelPartition, nowMs } from "../settings.ts";
import { IdleContext } from "./idle-context.ts";
import { formattedDisk, partitionOf, type Replica } from "./replica.ts";
import type { ModelWorld } from "./world.ts";

export type ReplicaInput =
  | { readonly kind: "metadata"; readonly version: MetadataImage }
  /** `isLate`: its connection is gone, so nobody gets the answer. */
  | { readonly kind: "message"; readonly parcel: Parcel; readonly isLate: boolean }
  | { readonly kind: "append" }
  /** replica.lag.time.max.ms passes without a fetch, and the ISR is checked. */
  | { readonly kind: "lag" }
  /** The back-off of the fetchers is over. */
  | { readonly kind: "retry" }
  /** replica.fetch.wait.max.ms has passed for all fetches that wait here. */
  | { readonly kind: "wait-over" }
  /** The connection to a leader, or to the controller, is gone. */
  | { readonly kind: "disconnect"; readonly peer: number }
  /** A connection that a follower or the producer had opened is gone: nobody waits for the answers on it. */
  | { readonly kind: "closed"; readonly peer: number }
  | { readonly kind: "crash"; readonly checkpointsHighWatermark: boolean; readonly losesDisk: boolean }
  | { readonly kind: "boot"; readonly brokerEpoch: number };

/** Connections are named by who opened them; on this one nobody listens. */
const nobody = -1;

/** Changes the replica. Returns what it sent. */
export function stepReplica(world: ModelWorld, replica: Replica, input: ReplicaInput): readonly Parcel[] {
  const host = new Host(world, replica);
  if (input.kind === "boot") host.boot(input.brokerEpoch);
  else if (replica.manager !== null) host.run(replica.manager, input);
  return host.sent;
}

/** Between two steps nothing happens. */
const idle = new IdleContext<KafkaObserver>(null as never);

class Host extends IdleContext<KafkaObserver> {
  readonly sent: Parcel[] = [];
  readonly #world: ModelWorld;
  readonly #replica: Replica;
  readonly #due: TimerKey[] = [];
  #clockMs = nowMs;

  constructor(world: ModelWorld, replica: Replica) {
    super(world.observer, [replica.disk]);
    this.#world = world;
    this.#replica = replica;
  }

  override nowMs(): number {
    return this.#clockMs;
  }

  override send(to: number, _channel: number, body: KafkaMessage): void {
    this.reply(to, body);
  }

  override reply(to: number, body: KafkaMessage): void {
    if (to !== nobody) this.sent.push({ from: this.#replica.self, to, body: body as ModelMessage });
  }

  /** A lost request to the controller is made again at once; the other timers fire by moves of their own. */
  override setTimer(timer: TimerKey): void {
    if (timer === ReplicaTimer.alterPartitionRetry) this.#due.push(timer);
  }

  boot(brokerEpoch: number): void {
    const { settings, rules } = this.#world;
    const { broker: brokerConfig, topic: topicDefaults, topicOf: topicConfigOf } = settings;
    const options = { brokerId: this.#replica.self, brokerConfig, topicDefaults, topicConfigOf, rules };
    const { manager } = bootReplicas(new ModelPort(options, this, brokerEpoch, emptyImage()));
    finishRecovery(manager);
    this.#settle(manager);
    this.#replica.manager = manager;
  }

  run(manager: ReplicaManager, input: Exclude<ReplicaInput, { kind: "boot" }>): void {
    attach(manager, this);
    this.#take(manager, input);
    if (this.#replica.manager !== null) this.#settle(manager);
  }

  #settle(manager: ReplicaManager): void {
    settleStep(manager);
    for (let timer = this.#due.shift(); timer !== undefined; timer = this.#due.shift()) {
      onReplicaTimer(manager, timer);
      settleStep(manager);
    }
    evictOlder(manager);
    // The values of a search outlive the step: they must hold nothing of it.
    manager.port.context = idle;
    manager.env = noEnv;
  }

  #take(manager: ReplicaManager, input: Exclude<ReplicaInput, { kind: "boot" }>): void {
    switch (input.kind) {
      case "metadata":
        applyMetadata(this.#replica, manager, input.version);
        return;
      case "message":
        onMessage(manager, input.parcel, input.isLate);
        return;
      case "append":
        append(manager);
        return;
      case "lag":
        age(manager);
        onReplicaTimer(manager, ReplicaTimer.isrCheck);
        return;
      case "retry":
        this.#clockMs = afterWaitsMs;
        for (const leader of manager.fetchers.byLeader.keys())
          onReplicaTimer(manager, timerKey(ReplicaTimer.fetchRetry, leader));
        return;
      case "wait-over":
        this.#clockMs = afterWaitsMs;
        onReplicaTimer(manager, ReplicaTimer.fetchDeadline);
        return;
      case "disconnect":
        if (isController(input.peer)) loseProposals(manager);
        else onLeaderDisconnect(manager, input.peer);
        return;
      case "closed":
        abandon(manager, input.peer);
        return;
      case "crash":
        crash(this.#replica, manager, input.checkpointsHighWatermark, input.losesDisk);
        return;
      default:
        unreachable(input);
    }
  }
}

/** A leader keeps one session of each follower, the newest, as if its cache had no room for more; others keep none. */
function evictOlder({ sessions, env }: ReplicaManager): void {
  sessions.created = 0;
  if (sessions.sessions.size === 0) return;
  const leads = env.replicaOf(modelPartition)?.role === "leader";
  const newest = new Map<number, FetchSession>();
  for (const session of sessions.sessions.values()) {
    const older = newest.get(session.replicaId);
    if (older !== undefined) closeSession(sessions, older);
    if (leads) newest.set(session.replicaId, session);
    else closeSession(sessions, session);
  }
}

/** Between two steps nobody calls. */
const noEnv = null as unknown as ManagerEnv;

function attach(manager: ReplicaManager, context: KafkaContext): void {
  manager.port.context = context;
  manager.env = newManagerEnv(manager.port, () => manager);
}

/** As a broker publishes what the records of one answer changed; the first time the whole image. */
function applyMetadata(replica: Replica, manager: ReplicaManager, version: MetadataImage): void {
  (manager.port as ModelPort).applied = version;
  if (partitionOf(replica) === null) publishAll(manager);
  else publishDelta(manager, { partitions: new Set([modelPartition]), configuredTopics: new Set() });
}

function onMessage(manager: ReplicaManager, { from, body }: Parcel, isLate: boolean): void {
  const serve = handlerOf(replicaApis, body);
  if (serve === undefined) onReplicaAnswer(manager, from, asAwaited(manager, from, body));
  else serve(manager, isLate ? nobody : from, body);
}

/** Each answer is that to the request in flight, so its number says nothing: see fields/message-fields.ts. */
function asAwaited(manager: ReplicaManager, from: number, body: ModelMessage): ModelMessage {
  const awaited =
    body.kind === "AlterPartitionResponse"
      ? manager.alterPartitions.exchange.correlationId
      : manager.fetchers.byLeader.get(from)?.fetcher.inFlight?.correlationId;
  return { ...body, correlationId: awaited ?? body.correlationId };
}

const largestOffset = 16;

/** In one epoch one leader writes one record at one offset, so epoch and offset name it: equal ids, equal records. */
function append(manager: ReplicaManager): void {
  const { leaderEpoch, log } = manager.env.replicaOf(modelPartition)!;
  const batch = oneRecord(leaderEpoch * largestOffset + log.logEndOffset);
  replicaApis.Produce(manager, nobody, {
    kind: "Produce",
    name: 0,
    correlationId: 0,
    acks: -1,
    timeoutMs: 0,
    partitions: [{ topicPartition: modelPartition, batch }],
    topicNames: null,
  });
}

const oneRecord = (id: number): RecordBatch =>
  makeBatch(
    [{ id, key: null, value: "value", headers: [], timestamp: 0, offsetDelta: 0, sizeInBytes: 10 }],
    noProducerId,
    noEpoch,
    noSequence,
    1,
  );

/** Time has passed: whatever was heard of followers is long ago. */
function age(manager: ReplicaManager): void {
  for (const remote of manager.env.replicaOf(modelPartition)!.remotes) {
    remote.lastFetchTimeMs = never;
    remote.lastCaughtUpTimeMs = never;
  }
  for (const session of manager.sessions.sessions.values()) session.lastUsedMs = never;
}

function abandon(manager: ReplicaManager, peer: number): void {
  for (let one = manager.delayedFetches.first; one !== null; one = one.later)
    if (one.connection === peer) Object.assign(one, { connection: nobody });
  for (let one = manager.delayedProduces.first; one !== null; one = one.later)
    if (one.connection === peer) Object.assign(one, { connection: nobody });
}

/** The high watermark is checkpointed now and then: the last time was just now, or before anything was committed. */
function crash(replica: Replica, manager: ReplicaManager, checkpointsHighWatermark: boolean, losesDisk: boolean): void {
  if (losesDisk) replica.disk = formattedDisk();
  else if (checkpointsHighWatermark) onReplicaTimer(manager, ReplicaTimer.highWatermarkCheckpoint);
  replica.manager = null;
}
