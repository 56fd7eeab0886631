/**
 * Keys that Kafka knows and the trial does not obey: listed, checked for their values, and otherwise data. Facts from the
 * ConfigDefs of every release from 2.5 to 4.4 and from Kafka's generated documentation (`docs X`: that of release X).
 */
import type { ConfigKey, ConfigType, EarlierDefault, Valid } from "./config-key.ts";
import all from "./known-keys/all.json" with { type: "json" };
import broker from "./known-keys/broker.json" with { type: "json" };
import client from "./known-keys/client.json" with { type: "json" };
import consumer from "./known-keys/consumer.json" with { type: "json" };
import otherFiles from "./known-keys/other-files.json" with { type: "json" };
import producer from "./known-keys/producer.json" with { type: "json" };
import topic from "./known-keys/topic.json" with { type: "json" };
import type { Release } from "./version.ts";

/** What Kafka accepts; anything of the type where nothing is said. */
interface Accepted {
  readonly min?: number;
  readonly max?: number;
  readonly or?: number;
  readonly values?: readonly string[];
  readonly anyCase?: boolean;
  readonly notEmpty?: boolean;
}

/** A row of the files, by the name of its key. */
interface KnownKey extends Accepted {
  readonly type: ConfigType;
  readonly default?: string;
  readonly earlier?: readonly EarlierDefault[];
  readonly earlierValid?: readonly (Accepted & { readonly before: Release })[];
  readonly since?: Release;
  readonly removed?: Release;
  readonly instead?: string;
}

const keysOf = (...files: readonly object[]): readonly ConfigKey[] =>
  files.flatMap((file) => Object.entries(file).map(([name, row]) => keyOf(name, row as KnownKey)));

const keyOf = (name: string, row: KnownKey): ConfigKey => ({
  name,
  type: row.type,
  defaultValue: row.default ?? null,
  valid: validOf(row),
  earlier: row.earlier ?? [],
  earlierValid: row.earlierValid?.map((one) => ({ before: one.before, valid: validOf(one) })) ?? [],
  since: row.since ?? null,
  removed: row.removed === undefined ? null : { version: row.removed, instead: row.instead ?? null },
  modelled: false,
});

function validOf({ min, max, or, values, anyCase, notEmpty }: Accepted): Valid | null {
  if (values !== undefined) return { kind: "one-of", values, ignoreCase: anyCase === true };
  if (notEmpty === true) return { kind: "not-empty" };
  if (min === undefined && max === undefined) return null;
  const range = { kind: "range", min: min ?? Number.NEGATIVE_INFINITY, max: max ?? Number.POSITIVE_INFINITY } as const;
  return or === undefined ? range : { ...range, or };
}

export const knownKeys = {
  broker: keysOf(broker, all),
  topic: keysOf(topic),
  producer: keysOf(client, producer, all),
  consumer: keysOf(client, consumer, all),
} as const;

/**
 * Names that files of Kafka Connect, MirrorMaker (there also under the names of clusters, `A.bootstrap.servers`, and of flows,
 * `A->B.topics`), Kafka Streams and ZooKeeper use beside Kafka's own, so that such a file is recognised and its keys are listed.
 */
export { otherFiles };
