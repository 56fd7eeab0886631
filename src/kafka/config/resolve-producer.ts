/**
 * Producer settings in force, with what Kafka refuses and what it resolves without a word. The result is
 * the client's `ProducerConfig`. Sources: ProducerConfig.postProcessAndValidateIdempotence,
 * KafkaProducer.configureDeliveryTimeout / configureAcks (2.x), KIP-98, KIP-679, KIP-1030.
 */

import type { CheckOptions } from "./config-value.ts";
import { checkSettings } from "./config-value.ts";
import { keyTables } from "./key-tables.ts";
import { type ClientTimes, resolveClient } from "./resolve-client.ts";
import { type Problem, problem, type Resolved, type Settings } from "./settings.ts";
import { explicit, isSet, readBoolean, readNumber, readText, type SettingsReader } from "./settings-reader.ts";
import { isAtLeast, type KafkaVersion, latestVersion } from "./version.ts";

/** The most batches in flight for which the broker can tell a duplicate (its five-batch cache). */
const maxInFlightForIdempotence = 5;

/** acks: 0, 1, -1 (all). */
export interface ResolvedProducer extends ClientTimes {
  readonly acks: number;
  readonly enableIdempotence: boolean;
  readonly retries: number;
  readonly maxInFlightRequestsPerConnection: number;
  readonly batchSize: number;
  readonly lingerMs: number;
  readonly bufferMemory: number;
  readonly maxBlockMs: number;
  readonly maxRequestSize: number;
  readonly deliveryTimeoutMs: number;
  readonly compressionType: string;
  readonly partitionerIgnoreKeys: boolean;
  readonly partitionerAdaptivePartitioningEnable: boolean;
}

/** Total: an unusable value counts as not set. */
export function resolveProducerConfig(settings: Settings, version: KafkaVersion = latestVersion): ResolvedProducer {
  return judgeProducerSettings(settings, { version }).config;
}

/** The same with what Kafka refuses and what it resolves silently. */
export function judgeProducerSettings(settings: Settings, options: CheckOptions = {}): Resolved<ResolvedProducer> {
  const version = options.version ?? latestVersion;
  const reader: SettingsReader = { table: keyTables.producer, settings, version };
  const idempotence = resolveIdempotence(reader);
  const delivery = resolveDelivery(reader);
  const client = resolveClient(reader);
  return {
    config: configOf(reader, idempotence, delivery.timeoutMs, client.times),
    problems: [...checkSettings("producer", settings, options), ...idempotence.problems, ...delivery.problems],
    notes: [...idempotence.notes, ...delivery.notes, ...client.notes, ...partitionerNotes(reader)],
  };
}

function configOf(
  reader: SettingsReader,
  idempotence: Idempotence,
  deliveryTimeoutMs: number,
  times: ClientTimes,
): ResolvedProducer {
  return {
    acks: idempotence.acks,
    enableIdempotence: idempotence.enabled,
    retries: readNumber(reader, "retries"),
    maxInFlightRequestsPerConnection: readNumber(reader, "max.in.flight.requests.per.connection"),
    batchSize: readNumber(reader, "batch.size"),
    lingerMs: readNumber(reader, "linger.ms"),
    bufferMemory: readNumber(reader, "buffer.memory"),
    maxBlockMs: readNumber(reader, "max.block.ms"),
    maxRequestSize: readNumber(reader, "max.request.size"),
    deliveryTimeoutMs,
    ...times,
    compressionType: readText(reader, "compression.type"),
    partitionerIgnoreKeys: readBoolean(reader, "partitioner.ignore.keys"),
    // The first sticky partitioner did not look at queues (KIP-480; KIP-794 came with 3.3).
    partitionerAdaptivePartitioningEnable:
      isAtLeast(reader.version, "3.3") && readBoolean(reader, "partitioner.adaptive.partitioning.enable"),
  };
}

interface Idempotence {
  readonly enabled: boolean;
  readonly acks: number;
  readonly problems: readonly Problem[];
  readonly notes: readonly string[];
}

/**
 * An explicit enable.idempotence=true must be possible; an implied one is switched off by acks 0 or 1 or retries 0. More
 * than five in flight switch an implied one off in 3.x; since 4.0 they are refused unless idempotence is off explicitly.
 */
function resolveIdempotence(reader: SettingsReader): Idempotence {
  const isAcksSet = isSet(reader, "acks");
  const isExplicit = isSet(reader, "enable.idempotence");
  const isTransactional = isSet(reader, "transactional.id");
  const wanted = readBoolean(reader, "enable.idempotence") || (isTransactional && !isExplicit);
  const notes: string[] = [];
  let acks = acksOf(reader);
  if (!wanted) {
    if (!isAcksSet && acks !== -1)
      notes.push(`acks is not set: Kafka ${reader.version} takes ${acks} (all since 3.0, KIP-679)`);
    return { enabled: false, acks, problems: transactionProblems(isTransactional), notes };
  }
  if (!isAcksSet && acks !== -1) {
    acks = -1;
    notes.push(`acks is not set: enable.idempotence=true makes it all (Kafka ${reader.version})`);
  }
  const conflicts = conflictsOf(reader, acks);
  const isForced = isExplicit || isTransactional;
  const refused = conflicts.filter((conflict) => isForced || conflict.isRefused);
  const switchedOff = conflicts.length > 0 && !isForced;
  for (const conflict of conflicts) {
    if (!isForced && !conflict.isRefused)
      notes.push(`idempotence is switched off because ${conflict.key}=${conflict.found}`);
  }
  return { enabled: !switchedOff, acks, problems: refused.map((conflict) => conflict.problem), notes };
}

interface Conflict {
  readonly key: string;
  readonly found: string;
  /** Refused even when idempotence was only implied. */
  readonly isRefused: boolean;
  readonly problem: Problem;
}

function conflictsOf(reader: SettingsReader, acks: number): readonly Conflict[] {
  const conflicts: Conflict[] = [];
  const add = (key: string, found: string, expected: string, isRefused: boolean): void => {
    conflicts.push({ key, found, isRefused, problem: problem(key, found, `${expected} for an idempotent producer`) });
  };
  if (acks !== -1) add("acks", String(acks), "all", false);
  if (readNumber(reader, "retries") === 0) add("retries", "0", "a value above 0", false);
  const inFlight = readNumber(reader, "max.in.flight.requests.per.connection");
  if (inFlight > maxInFlightForIdempotence) {
    const expected = `at most ${maxInFlightForIdempotence}`;
    add("max.in.flight.requests.per.connection", String(inFlight), expected, isAtLeast(reader.version, "4.0"));
  }
  return conflicts;
}

function transactionProblems(isTransactional: boolean): readonly Problem[] {
  if (!isTransactional) return [];
  return [problem("enable.idempotence", "false", "true, as transactional.id is set")];
}

function acksOf(reader: SettingsReader): number {
  const text = readText(reader, "acks");
  return text === "0" || text === "1" ? Number(text) : -1;
}

interface Delivery {
  readonly timeoutMs: number;
  readonly problems: readonly Problem[];
  readonly notes: readonly string[];
}

/** delivery.timeout.ms must cover linger and one request; a default that does not is raised, an explicit one refused. */
function resolveDelivery(reader: SettingsReader): Delivery {
  const timeoutMs = readNumber(reader, "delivery.timeout.ms");
  const leastMs = Math.min(readNumber(reader, "linger.ms") + readNumber(reader, "request.timeout.ms"), 2147483647);
  if (timeoutMs >= leastMs) return { timeoutMs, problems: [], notes: [] };
  if (isSet(reader, "delivery.timeout.ms")) {
    const expected = `at least linger.ms + request.timeout.ms = ${leastMs}`;
    return { timeoutMs, problems: [problem("delivery.timeout.ms", String(timeoutMs), expected)], notes: [] };
  }
  const note = `delivery.timeout.ms is raised from ${timeoutMs} to ${leastMs}: linger.ms + request.timeout.ms`;
  return { timeoutMs: leastMs, problems: [], notes: [note] };
}

function partitionerNotes(reader: SettingsReader): readonly string[] {
  const partitioner = explicit(reader, "partitioner.class");
  if (partitioner === undefined || partitioner === "") return [];
  return [`partitioner.class=${partitioner} is not modelled: keys are hashed, keyless records stick to a partition`];
}
