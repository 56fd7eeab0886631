/** The membership settings of a consumer. */
import type { Millis } from "../../core/time.ts";
import type { ClientTimes } from "./resolve-client.ts";
import { explicit, readBoolean, readList, readNumber, type SettingsReader } from "./settings-reader.ts";

/** partition.assignment.strategy, by the names under which members offer them. */
export type AssignorName = "range" | "roundrobin" | "sticky" | "cooperative-sticky";

export interface ResolvedGroup {
  readonly groupId: string;
  /** Of a static member (KIP-345); null: dynamic. */
  readonly groupInstanceId: string | null;
  readonly clientId: string;
  readonly sessionTimeoutMs: Millis;
  readonly heartbeatIntervalMs: Millis;
  readonly maxPollIntervalMs: Millis;
  readonly requestTimeoutMs: Millis;
  readonly retryBackoffMs: Millis;
  readonly retryBackoffMaxMs: Millis;
  /** Infinity: enable.auto.commit is off. */
  readonly autoCommitIntervalMs: Millis;
  /** In the order of preference, none twice. */
  readonly assignors: readonly AssignorName[];
}

/** null: the consumer has no group.id, and so no group. */
export function resolveGroup(reader: SettingsReader, times: ClientTimes): ResolvedGroup | null {
  const groupId = explicit(reader, "group.id") ?? "";
  if (groupId === "") return null;
  const autoCommits = readBoolean(reader, "enable.auto.commit");
  return {
    groupId,
    groupInstanceId: explicit(reader, "group.instance.id") ?? null,
    clientId: clientIdOf(reader, groupId),
    sessionTimeoutMs: readNumber(reader, "session.timeout.ms"),
    heartbeatIntervalMs: readNumber(reader, "heartbeat.interval.ms"),
    maxPollIntervalMs: readNumber(reader, "max.poll.interval.ms"),
    requestTimeoutMs: times.requestTimeoutMs,
    retryBackoffMs: times.retryBackoffMs,
    retryBackoffMaxMs: times.retryBackoffMaxMs,
    autoCommitIntervalMs: autoCommits ? readNumber(reader, "auto.commit.interval.ms") : Number.POSITIVE_INFINITY,
    assignors: assignorsOf(reader),
  };
}

/** The first consumer of its process (ConsumerConfig.maybeOverrideClientId). */
const clientIdOf = (reader: SettingsReader, groupId: string): string =>
  explicit(reader, "client.id") || `consumer-${groupId}-${explicit(reader, "group.instance.id") ?? "1"}`;

const classNames: Readonly<Record<string, AssignorName>> = {
  RangeAssignor: "range",
  RoundRobinAssignor: "roundrobin",
  StickyAssignor: "sticky",
  CooperativeStickyAssignor: "cooperative-sticky",
};

/** An assignor of one's own is unknown here and counts as not set. */
function assignorsOf(reader: SettingsReader): readonly AssignorName[] {
  const names = readList(reader, "partition.assignment.strategy").flatMap((text) => {
    const name = classNames[text.slice(text.lastIndexOf(".") + 1)];
    return name === undefined ? [] : [name];
  });
  return names.length === 0 ? ["range", "cooperative-sticky"] : [...new Set(names)];
}
