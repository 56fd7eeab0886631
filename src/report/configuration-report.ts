/** What a report says of a configuration before any verdict: which release it was judged as, and what became of its keys. */
import pc from "picocolors";
import { z } from "zod";
import type { LoadedConfiguration } from "../configuration/loaded-configuration.ts";
import { resolveTopicConfig } from "../kafka/config/resolve-topic.ts";
import { changesAfter, ruleSetOf } from "../kafka/rules/releases/rules-of-release.ts";
import { kafka4 } from "../kafka/rules/rules.ts";
import { controlPlaneOf } from "./scope-text.ts";

const ruleChange = z.strictObject({ sentence: z.string(), source: z.string() });

const topicReport = z.strictObject({
  name: z.string(),
  partitions: z.number().int(),
  replicationFactor: z.number().int(),
  minInsyncReplicas: z.number().int(),
});

/** A part of the schema of `run --json`. */
export const configurationFields = {
  name: z.string(),
  files: z.array(z.string()),
  kafkaVersion: z.string().describe("the release whose defaults stand in for what the files do not say"),
  rules: z.string().describe("the rule set that brokers and clients followed"),
  ruleChanges: z.array(ruleChange).describe("what that release decides otherwise than today's Kafka"),
  controlPlane: z.string().describe("whose controller decides: of the release that the rules name, from 3.3 on"),
  brokers: z.number().int(),
  topics: z.array(topicReport),
  notes: z.array(z.string()).describe("what Kafka resolves without a word, and what was assumed"),
  warnings: z.array(z.string()).describe("what is legal and hurts all the same"),
  unknown: z.array(z.string()).describe("keys that no release knows, with what was probably meant"),
  undecided: z
    .array(z.strictObject({ sentence: z.string(), guarantees: z.array(z.string()) }))
    .describe("what may decide these guarantees and could not be read"),
  removed: z.array(z.string()).describe("keys that this release does not read"),
  notModelled: z.array(z.string()).describe("keys that are known and change nothing here: docs/not-modelled.md"),
} as const;

type ConfigurationReport = z.infer<z.ZodObject<typeof configurationFields>>;

export function configurationReport(configuration: LoadedConfiguration, rules: string): ConfigurationReport {
  const { name, files, version, brokers, notes, unknown, undecided, removed, notModelled } = configuration;
  return {
    name,
    files: [...files],
    kafkaVersion: version,
    rules,
    ruleChanges:
      rules === ruleSetOf(version) ? changesAfter(version).map(({ sentence, source }) => ({ sentence, source })) : [],
    controlPlane: controlPlaneOf(rules),
    brokers,
    topics: configuration.topics.map(({ settings, ...topic }) => ({
      ...topic,
      minInsyncReplicas: resolveTopicConfig(configuration.brokerSettings, settings).minInsyncReplicas,
    })),
    notes: [...notes],
    warnings: [...configuration.warnings],
    unknown: unknown.map(({ sentence }) => sentence),
    undecided: undecided.map((one) => ({ sentence: one.sentence, guarantees: [...one.guarantees] })),
    removed: removed.map(({ sentence, file, line }) => `${file}${line === undefined ? "" : `:${line}`}: ${sentence}`),
    notModelled: [...notModelled],
  };
}

export function configurationText(report: ConfigurationReport): readonly string[] {
  const { name, brokers, files, notes, unknown, undecided, removed, notModelled } = report;
  return [
    pc.bold(`${name}: ${brokers} broker(s)${files.length === 0 ? "" : `, ${files.join(", ")}`}`),
    ...releaseLines(report),
    ...notes.map((note) => `  ${note}`),
    ...report.warnings.map((warning) => pc.yellow(`  ${warning}`)),
    ...undecided.map(({ sentence, guarantees }) => pc.red(`  UNDECIDED ${guarantees.join(", ")}: ${sentence}`)),
    ...unknown.filter((sentence) => !isTold(sentence, undecided)).map((sentence) => pc.yellow(`  ${sentence}`)),
    ...removed.map((sentence) => `  ${sentence}`),
    ...(notModelled.length > 0
      ? [pc.dim(`  known, not modelled (docs/not-modelled.md): ${notModelled.join(", ")}`)]
      : []),
  ];
}

/** One place, one line. */
const isTold = (sentence: string, undecided: ConfigurationReport["undecided"]): boolean =>
  undecided.some((one) => one.sentence.split(": ")[0] === sentence.split(": ")[0]);

function releaseLines({ kafkaVersion, rules, ruleChanges, controlPlane }: ConfigurationReport): readonly string[] {
  const ruleText = rules === kafka4.name ? "today's rules" : `rules ${rules}`;
  const sources = ruleChanges.map(({ source }) => source).join("; ");
  return [
    `  defaults of Kafka ${kafkaVersion}, ${ruleText}; control plane: ${controlPlane}`,
    ...(sources === "" ? [] : [`  rules that differ from today's: ${sources} (kafka-trial explain ${rules})`]),
  ];
}
