/**
 * Consumer settings in force. The result is the client's `ConsumerConfig`.
 */

import type { IsolationLevel } from "../messages/fetch.ts";
import type { CheckOptions } from "./config-value.ts";
import { checkSettings } from "./config-value.ts";
import { keyTables } from "./key-tables.ts";
import { type ClientTimes, resolveClient } from "./resolve-client.ts";
import { type ResolvedGroup, resolveGroup } from "./resolve-group.ts";
import { type Problem, problem, type Resolved, type Settings } from "./settings.ts";
import {
  explicit,
  isSet,
  readBoolean,
  readChoice,
  readNumber,
  readText,
  type SettingsReader,
} from "./settings-reader.ts";
import { isAtLeast, type KafkaVersion, latestVersion } from "./version.ts";

/** `agoMs`: to the first record that is at most so old (by_duration, KIP-1106). */
type ResetPolicy = "latest" | "earliest" | "none" | { readonly agoMs: number };

export interface ResolvedConsumer extends ClientTimes {
  readonly autoOffsetReset: ResetPolicy;
  readonly isolationLevel: IsolationLevel;
  readonly fetchMinBytes: number;
  readonly fetchMaxBytes: number;
  readonly fetchMaxWaitMs: number;
  readonly maxPartitionFetchBytes: number;
  readonly maxPollRecords: number;
  readonly clientRack: string;
  /** null: it reads by assign. */
  readonly group: ResolvedGroup | null;
}

/** Total: an unusable value counts as not set. */
export function resolveConsumerConfig(settings: Settings, version: KafkaVersion = latestVersion): ResolvedConsumer {
  return judgeConsumerSettings(settings, { version }).config;
}

/** The same with what Kafka refuses and what it resolves silently. */
export function judgeConsumerSettings(settings: Settings, options: CheckOptions = {}): Resolved<ResolvedConsumer> {
  const version = options.version ?? latestVersion;
  const reader: SettingsReader = { table: keyTables.consumer, settings, version };
  const client = resolveClient(reader);
  const reset = resetPolicyOf(reader);
  const config: ResolvedConsumer = {
    autoOffsetReset: reset.policy,
    isolationLevel: readChoice(reader, "isolation.level", ["read_uncommitted", "read_committed"]),
    fetchMinBytes: readNumber(reader, "fetch.min.bytes"),
    fetchMaxBytes: readNumber(reader, "fetch.max.bytes"),
    fetchMaxWaitMs: readNumber(reader, "fetch.max.wait.ms"),
    maxPartitionFetchBytes: readNumber(reader, "max.partition.fetch.bytes"),
    maxPollRecords: readNumber(reader, "max.poll.records"),
    ...client.times,
    clientRack: readText(reader, "client.rack"),
    group: resolveGroup(reader, client.times),
  };
  const problems = [...checkSettings("consumer", settings, options), ...reset.problems, ...groupProblems(reader)];
  return { config, problems, notes: client.notes };
}

const durationPrefix = "by_duration:";

interface ResolvedPolicy {
  readonly policy: ResetPolicy;
  readonly problems: readonly Problem[];
}

function resetPolicyOf(reader: SettingsReader): ResolvedPolicy {
  const key = "auto.offset.reset";
  const found = explicit(reader, key);
  const named = readChoice(reader, key, ["latest", "earliest", "none"]);
  if (found?.startsWith(durationPrefix) !== true || !isAtLeast(reader.version, "4.0"))
    return { policy: named, problems: [] };
  const agoMs = parseDuration(found.slice(durationPrefix.length));
  if (agoMs !== null) return { policy: { agoMs }, problems: [] };
  return { policy: named, problems: [problem(key, found, "by_duration:PnDTnHnMn.nS, not negative")] };
}

/** An ISO-8601 duration of days, hours, minutes and seconds, as java.time.Duration reads it; null: none, or a negative one. */
function parseDuration(text: string): number | null {
  const match = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d{1,9})?)S)?)?$/i.exec(text);
  if (match === null || match.slice(1).every((part) => part === undefined) || /T$/i.test(text)) return null;
  const [days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0));
  return Math.floor(((days! * 24 + hours!) * 60 + minutes!) * 60_000 + seconds! * 1000);
}

/** Heartbeat below session (classic groups); client-side keys that the new protocol moved to the broker (KIP-848). */
function groupProblems(reader: SettingsReader): readonly Problem[] {
  const problems: Problem[] = [];
  const isNewProtocol = explicit(reader, "group.protocol")?.toLowerCase() === "consumer";
  if (isNewProtocol && isAtLeast(reader.version, "4.0")) {
    for (const key of ["session.timeout.ms", "heartbeat.interval.ms", "partition.assignment.strategy"]) {
      const found = explicit(reader, key);
      if (found !== undefined)
        problems.push(problem(key, found, "no value, as group.protocol=consumer sets it on the broker"));
    }
    return problems;
  }
  const heartbeatMs = readNumber(reader, "heartbeat.interval.ms");
  const sessionMs = readNumber(reader, "session.timeout.ms");
  if (heartbeatMs >= sessionMs) {
    problems.push(problem("heartbeat.interval.ms", String(heartbeatMs), `less than session.timeout.ms=${sessionMs}`));
  }
  if (!isSet(reader, "group.id") && isSet(reader, "enable.auto.commit") && readBoolean(reader, "enable.auto.commit")) {
    problems.push(problem("enable.auto.commit", "true", "a group.id to commit for"));
  }
  return problems;
}
