/** Reads a scenario from JSON text: version first, then the whole shape, then one clear sentence for what is wrong. */
import { z } from "zod";
import type { BadInput } from "./bad-input.ts";
import { settingsSchema } from "./configuration/settings-schema.ts";
import { faultSchema } from "./fault-schema.ts";
import { normalise } from "./normalise.ts";
import { type Scenario, scenarioVersion } from "./scenario.ts";

const whole = z.number().int().min(0);
const range = z.tuple([z.number().int(), z.number().int()]);

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
      }),
    )
    .min(1),
  latencyMicros: z.strictObject({ min: whole, max: whole }),
});

const producer = z.strictObject({
  settings: settingsSchema("producer"),
  topic: z.string(),
  records: whole,
  everyMs: whole,
  burst: z.number().int().min(1),
  keys: whole,
  valueBytes: range,
  tombstoneEvery: whole,
  timestampSkewMs: range,
  startMs: whole,
  partitioning: z.enum(["partitioner", "explicit"]).optional(),
});

const consumer = z.strictObject({
  settings: settingsSchema("consumer"),
  topic: z.string(),
  startMs: whole,
  pollEveryMs: z.number().int().min(1),
  start: z.enum(["earliest", "latest"]),
  rack: z.string(),
});

export const scenarioSchema = z.strictObject({
  version: z.literal(scenarioVersion),
  seed: z.string(),
  cluster,
  rules: z.string(),
  workload: z.strictObject({ producers: z.array(producer), consumers: z.array(consumer) }),
  faults: z.array(faultSchema),
  overrides: z.record(z.string(), z.number().int()),
  limits: z.strictObject({ chaosMs: whole, calmMs: whole, maxEvents: z.number().int().min(1) }),
});

/** `file` is only for the sentence. */
export function parseScenario(value: unknown, file: string): Scenario | BadInput {
  const version = z.object({ version: z.unknown() }).safeParse(value);
  if (!version.success) {
    return bad(file, "version", describe(value), `a scenario object with "version": ${scenarioVersion}`);
  }
  if (version.data.version !== scenarioVersion) {
    return bad(
      file,
      "version",
      JSON.stringify(version.data.version),
      `version ${scenarioVersion}, the one this release reads`,
    );
  }
  const parsed = scenarioSchema.safeParse(value);
  if (parsed.success) return normalise(parsed.data);
  const issue = parsed.error.issues[0]!;
  const path = issue.path.map(String).join(".");
  if (issue.code === "unrecognized_keys") {
    const key = [...issue.path.map(String), issue.keys[0]].join(".");
    return bad(file, key, "an unknown field", "only the fields of a scenario");
  }
  return bad(file, path, describe(valueAt(value, issue.path)), issue.message);
}

function bad(file: string, key: string, found: string, expected: string): BadInput {
  return { file, key, found, expected, sentence: `${file}: ${key} is ${found}; expected ${expected}` };
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let at: unknown = value;
  for (const key of path) {
    if (typeof at !== "object" || at === null) return undefined;
    at = Reflect.get(at, key);
  }
  return at;
}

function describe(value: unknown): string {
  if (value === undefined) return "missing";
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
