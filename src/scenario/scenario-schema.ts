/** Reads a scenario from JSON text: version first, then the whole shape, then one clear sentence for what is wrong. */
import { z } from "zod";
import type { BadInput } from "./bad-input.ts";
import { faultSchema } from "./fault-schema.ts";
import { normalise } from "./normalise.ts";
import { brokenReference } from "./references.ts";
import { ruleSetNames, rulesNamed } from "./rule-sets.ts";
import { type Scenario, scenarioVersion, type TopicPlan } from "./scenario.ts";
import { bad, issueSentence, oneOf, shown } from "./scenario-issue.ts";
import { settingsSchema } from "./settings-schema.ts";

const whole = z.number().int().min(0);
/** Virtual ms: up to eleven days. */
const ms = z.number().int().min(0).max(1e9);
/** Virtual microseconds: up to a hundred seconds. */
const latency = z.number().int().min(0).max(1e8);

/** From the first to the second, both included. */
function range(min: number, max: number) {
  const end = z.number().int().min(min).max(max);
  return z.tuple([end, end]).refine(([from, to]) => from <= to, "a range from the smaller to the larger number");
}

const cluster = z.strictObject({
  brokers: z.number().int().min(1).max(99),
  racks: z.array(z.string()),
  disksPerBroker: z.number().int().min(1).max(16),
  settings: settingsSchema("broker"),
  topics: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        partitions: z.number().int().min(1).max(10_000),
        replicationFactor: z.number().int().min(1).max(99),
        settings: settingsSchema("topic"),
        assignments: z
          .array(z.array(z.number().int().min(1)).min(1))
          .min(1)
          .optional(),
      }),
    )
    .min(1),
  latencyMicros: z.strictObject({
    min: latency,
    max: latency,
    stragglers: z.strictObject({ oneIn: z.number().int().min(1).max(1_000_000), max: latency }).optional(),
  }),
});

/** One of the two; `topic` is what is missed if neither stands. */
const topicChoice = { topic: z.string().optional(), topics: z.array(z.string()).min(1).optional() };
const choosesTopics = <S extends z.ZodType<{ topic?: string | undefined; topics?: readonly string[] | undefined }>>(
  shape: S,
): S =>
  shape.refine(
    ({ topic, topics }) => (topic === undefined) !== (topics === undefined),
    "expected either topic or topics",
  );

const producer = choosesTopics(
  z.strictObject({
    settings: settingsSchema("producer"),
    ...topicChoice,
    records: z.number().int().min(0).max(1_000_000_000),
    everyMs: ms,
    burst: z.number().int().min(1).max(10_000),
    keys: z.number().int().min(0).max(1_000_000),
    valueBytes: range(0, 1e9),
    tombstoneEvery: whole,
    timestampSkewMs: range(-1e12, 1e12),
    startMs: ms,
    partitioning: z.enum(["partitioner", "explicit"]).optional(),
  }),
);

const seekTo = z.union([
  z.enum(["earliest", "latest"]),
  z.strictObject({ offset: whole }),
  z.strictObject({ agoMs: ms }),
]);

const consumer = choosesTopics(
  z.strictObject({
    settings: settingsSchema("consumer"),
    ...topicChoice,
    startMs: ms,
    pollEveryMs: z.number().int().min(1).max(1e9),
    start: seekTo,
    seeks: z.array(z.strictObject({ atMs: ms, partition: z.number().int().min(-1).max(9999), to: seekTo })).optional(),
    rack: z.string(),
    commit: z.enum(["auto", "after", "before"]).optional(),
    processMs: ms.optional(),
  }),
);

const scenarioSchema = z.strictObject({
  version: z.literal(scenarioVersion),
  seed: z.string(),
  cluster,
  rules: z.string(),
  workload: z.strictObject({ producers: z.array(producer), consumers: z.array(consumer) }),
  faults: z.array(faultSchema),
  overrides: z.record(z.string(), z.number().int()),
  limits: z.strictObject({ chaosMs: ms, calmMs: ms, maxEvents: z.number().int().min(1) }),
});

/** `file` is only for the sentence. */
export function parseScenario(value: unknown, file: string): Scenario | BadInput {
  const version = z.looseObject({ version: z.unknown() }).safeParse(value);
  if (!version.success || version.data.version === undefined)
    return bad(file, "version", "missing", `a scenario object with "version": ${scenarioVersion}`);
  if (version.data.version !== scenarioVersion) {
    const known = `${scenarioVersion}, the only one that this release reads`;
    return bad(file, "version", shown(version.data.version), known);
  }
  const parsed = scenarioSchema.safeParse(value);
  if (!parsed.success) return issueSentence(file, value, parsed.error.issues[0]!);
  const { rules } = parsed.data;
  if (rulesNamed(rules) === undefined)
    return bad(file, "rules", shown(rules), oneOf([...ruleSetNames.historical, ...ruleSetNames.defects], rules));
  return inconsistency(parsed.data, file) ?? normalise(parsed.data);
}

function misplaced(topic: TopicPlan, brokers: number, file: string, key: string): BadInput | null {
  const { replicationFactor, partitions, assignments = [] } = topic;
  if (replicationFactor > brokers)
    return bad(file, `${key}.replicationFactor`, shown(replicationFactor), `at most ${brokers}, the number of brokers`);
  if (assignments.length > 0 && assignments.length !== partitions)
    return bad(file, `${key}.assignments`, `${assignments.length} lists`, `${partitions}, one for each partition`);
  for (const [partition, replicas] of assignments.entries()) {
    const distinct = new Set(replicas.filter((id) => id <= brokers));
    if (distinct.size === replicas.length && replicas.length === replicationFactor) continue;
    const expected = `${replicationFactor} different brokers from 1 to ${brokers}`;
    return bad(file, `${key}.assignments.${partition}`, shown(replicas), expected);
  }
  return null;
}

/** What each part allows and the whole does not. */
function inconsistency(scenario: Scenario, file: string): BadInput | null {
  const { cluster } = scenario;
  for (const [i, topic] of cluster.topics.entries()) {
    const refused = misplaced(topic, cluster.brokers, file, `cluster.topics.${i}`);
    if (refused !== null) return refused;
  }
  return brokenReference(scenario, file);
}
