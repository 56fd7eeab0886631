/** The keys that decide a promise, and which: what must not be passed over in silence when a file writes them in a way that nobody reads. */
import type { GuaranteeName } from "../check/check.ts";
import { type ConfigKind, configKinds } from "../kafka/config/key-tables.ts";
import { suggestKey } from "../kafka/config/suggest-key.ts";

const kept: readonly GuaranteeName[] = ["no-acked-loss", "stable-reads"];
const session: readonly GuaranteeName[] = ["per-key-order", "no-duplicate"];

const ofTopics = {
  "min.insync.replicas": kept,
  "unclean.leader.election.enable": kept,
};

const deciding: Readonly<Record<ConfigKind, Readonly<Record<string, readonly GuaranteeName[]>>>> = {
  broker: {
    ...ofTopics,
    "default.replication.factor": kept,
    "eligible.leader.replicas.enable": kept,
    "log.flush.interval.messages": kept,
    "producer.id.expiration.ms": session,
    "broker.heartbeat.interval.ms": ["progress"],
    "broker.session.timeout.ms": ["progress"],
    "replica.fetch.wait.max.ms": ["progress"],
    "replica.socket.timeout.ms": ["progress"],
  },
  topic: { ...ofTopics, "flush.messages": kept },
  producer: {
    acks: ["no-acked-loss", ...session],
    "enable.idempotence": session,
    "max.in.flight.requests.per.connection": session,
    "partitioner.class": ["per-key-order"],
    retries: session,
    "transactional.id": session,
  },
  consumer: {},
};

/** Guarantees for which the value of that key counts; empty: it decides none. */
export const decidedBy = (kind: ConfigKind, key: string): readonly GuaranteeName[] => deciding[kind][key] ?? [];

/** Names that mean only one thing wherever they stand, as the last words of an application's or a chart's own key. */
const unmistakable: readonly (readonly [ConfigKind, string, string])[] = [
  ["producer", "acks", "acks"],
  ["producer", "enable.idempotence", "enable.idempotence"],
  ["producer", "enable.idempotence", "idempotent"],
  ["producer", "max.in.flight.requests.per.connection", "max.in.flight.requests.per.connection"],
  ["producer", "max.in.flight.requests.per.connection", "max.in.flight.requests"],
  ["broker", "min.insync.replicas", "min.insync.replicas"],
  ["broker", "unclean.leader.election.enable", "unclean.leader.election.enable"],
  ["broker", "default.replication.factor", "replication.factor"],
];

/** Topics of Kafka's own, of Connect and of Streams are not those that are judged. */
const otherTopics = /^(offsets|transaction|share|config|offset|status|errors|checkpoints|heartbeats|sync|group)\b/;

interface Resemblance {
  readonly kind: ConfigKind;
  readonly key: string;
  readonly guarantees: readonly GuaranteeName[];
}

/** The deciding key that an unknown name was probably meant to be: by spelling, by a synonym, by its last words; null: none. */
export function resembles(kind: ConfigKind, name: string): Resemblance | null {
  for (const one of [kind, ...configKinds]) {
    const suggestion = suggestKey(one, name);
    const guarantees = suggestion === null ? [] : decidedBy(suggestion.kind, suggestion.key);
    if (suggestion !== null && guarantees.length > 0) return { kind: suggestion.kind, key: suggestion.key, guarantees };
  }
  const dotted = dottedName(name);
  if (otherTopics.test(dotted)) return null;
  const found = unmistakable.find(([, , last]) => dotted === last || dotted.endsWith(`.${last}`));
  if (found === undefined) return null;
  const [of, key] = found;
  return { kind: of, key, guarantees: decidedBy(of, key) };
}

/** `maxInFlightRequests`, `max-in-flight_requests` and `MAX_IN_FLIGHT_REQUESTS` are `max.in.flight.requests`. */
export const dottedName = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, "$1.$2")
    .replace(/[-_/\s]+/g, ".")
    .replace(/[[\]"']/g, "")
    .toLowerCase();
