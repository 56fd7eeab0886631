/**
 * The scenario of an incident as its file has it: a scenario of which only the unusual is said. The rest is a quiet
 * cluster with Kafka's defaults: three brokers, one topic `orders` of one partition, one producer with acks=all.
 *
 * Links have one latency, so that times do not depend on the seed.
 */
import { scenarioVersion } from "../scenario/scenario.ts";

/** Any data: what it should be is judged once it is filled up. */
export type Draft = Readonly<Record<string, unknown>>;

const usualCopies = 3;

const topic = {
  name: "orders",
  partitions: 1,
  replicationFactor: usualCopies,
  settings: {},
};

const producer = {
  settings: {},
  topic: "orders",
  records: 60,
  everyMs: 500,
  burst: 1,
  keys: 1,
  valueBytes: [100, 100],
  tombstoneEvery: 0,
  timestampSkewMs: [0, 0],
  startMs: 0,
};

const consumer = { settings: {}, topic: "orders", startMs: 0, pollEveryMs: 500, start: "earliest", rack: "" };

function isDraft(value: unknown): value is Draft {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `name` is the seed, unless the draft has one. */
export function filledUp(draft: Draft, name: string): unknown {
  const cluster = partOf(draft["cluster"]);
  const workload = partOf(draft["workload"]);
  const brokers = cluster["brokers"] ?? usualCopies;
  return {
    version: scenarioVersion,
    seed: name,
    rules: "kafka-4",
    overrides: {},
    ...draft,
    cluster: {
      brokers,
      racks: [],
      disksPerBroker: 1,
      latencyMicros: { min: 500, max: 500 },
      ...cluster,
      settings: textsOf(cluster["settings"]),
      topics: listOf(cluster["topics"] ?? [{}], (part) => topicOf(part, brokers)),
    },
    workload: {
      ...workload,
      producers: listOf(workload["producers"] ?? [{}], (part) => ({ ...producer, ...part, ...settingsOf(part) })),
      consumers: listOf(workload["consumers"] ?? [], (part) => ({ ...consumer, ...part, ...settingsOf(part) })),
    },
    faults: listOf(draft["faults"] ?? [], (part, i) => ({ id: i + 1, ...part })),
    limits: { chaosMs: 60_000, calmMs: 120_000, maxEvents: 2_000_000, ...partOf(draft["limits"]) },
  };
}

/** With a placement by hand the numbers that follow from it need not be said. */
function topicOf(part: Draft, brokers: unknown): Draft {
  const { assignments } = part;
  const placed = Array.isArray(assignments)
    ? { partitions: assignments.length, replicationFactor: lengthOf(assignments[0]) }
    : typeof brokers === "number"
      ? { replicationFactor: Math.min(usualCopies, brokers) }
      : {};
  return { ...topic, ...placed, ...part, ...settingsOf(part) };
}

const lengthOf = (list: unknown): number => (Array.isArray(list) ? list.length : usualCopies);

const partOf = (value: unknown): Draft => (isDraft(value) ? value : {});

/** What is no list, or no part, stays as it is: the scenario's own schema complains. */
const listOf = (value: unknown, of: (part: Draft, index: number) => unknown): unknown =>
  Array.isArray(value) ? value.map((part, i) => (isDraft(part) ? of(part, i) : part)) : value;

const settingsOf = (part: Draft): Draft => ({ settings: textsOf(part["settings"]) });

/** Settings are text, as in Kafka's files; YAML reads `2` and `false` as other things. */
function textsOf(settings: unknown): unknown {
  if (!isDraft(settings)) return settings ?? {};
  const text = (value: unknown): unknown =>
    typeof value === "number" || typeof value === "boolean" ? String(value) : value;
  return Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, text(value)]));
}

/** Parts go into parts; everything else, lists too, is replaced. */
export function changed(draft: Draft, change: Draft): Draft {
  const out: Record<string, unknown> = { ...draft };
  for (const [key, value] of Object.entries(change)) {
    const before = out[key];
    out[key] = isDraft(before) && isDraft(value) ? changed(before, value) : value;
  }
  return out;
}

/** Settings of every topic, producer and consumer, and of the brokers, on top of what they have. */
interface SettingsChange {
  readonly broker?: Draft | undefined;
  readonly topic?: Draft | undefined;
  readonly producer?: Draft | undefined;
  readonly consumer?: Draft | undefined;
}

export function withSettings(
  draft: Draft,
  { broker, topic: ofTopic, producer: ofProducer, consumer: ofConsumer }: SettingsChange,
): Draft {
  const cluster = partOf(draft["cluster"]);
  const workload = partOf(draft["workload"]);
  const each = (list: unknown, settings: Draft | undefined): unknown =>
    listOf(list, (part) => ({ ...part, settings: { ...partOf(part["settings"]), ...settings } }));
  return {
    ...draft,
    cluster: {
      ...cluster,
      settings: { ...partOf(cluster["settings"]), ...broker },
      topics: each(cluster["topics"] ?? [{}], ofTopic),
    },
    workload: {
      ...workload,
      producers: each(workload["producers"] ?? [{}], ofProducer),
      consumers: each(workload["consumers"] ?? [], ofConsumer),
    },
  };
}
