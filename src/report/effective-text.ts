/** The values that decide what a configuration promises, and where each comes from; one row for each topic. */
import pc from "picocolors";
import type { EffectiveValue, EffectiveValues } from "../configuration/effective-values.ts";
import { type TopicReach, weakestTopics } from "../study/promises/topic-reaches.ts";
import { table } from "./layout.ts";

export function effectiveText(
  { cluster, producer, topics }: EffectiveValues,
  reaches: readonly TopicReach[],
): readonly string[] {
  const weak = weakestTopics(reaches);
  const rows = topics.map(({ topic, values }) => [
    weak.includes(topic) ? pc.yellow(topic) : topic,
    ...values.slice(0, 3).map(({ value }) => value),
    ...(reaches.find((one) => one.topic === topic)?.reaches ?? []).map(reachText),
  ]);
  const head = [
    "topic",
    "copies",
    "min in sync",
    "unclean election",
    ...(reaches[0]?.reaches ?? []).map(({ profile }) => profile),
  ];
  return [
    "  decided by:",
    ...[...cluster, ...producer].map(valueLine),
    ...topicOrigins(topics),
    "  what each topic keeps of what was committed:",
    table(head, rows),
    ...(weak.length === 0 ? [] : [pc.yellow(`  the weakest: ${weak.join(", ")}`)]),
  ];
}

const valueLine = ({ key, value, from }: EffectiveValue): string => `    ${key}=${value} (${from})`;

/** Each value once, with the topics that have it. */
function topicOrigins(topics: EffectiveValues["topics"]): readonly string[] {
  const lines = new Map<string, string[]>();
  for (const { topic, values } of topics) {
    for (const value of values) {
      const line = valueLine(value);
      lines.set(line, [...(lines.get(line) ?? []), topic]);
    }
  }
  return [...lines].map(([line, names]) => (names.length === topics.length ? line : `${line}: ${names.join(", ")}`));
}

function reachText({ promised, upTo, replicas }: TopicReach["reaches"][number]): string {
  if (!promised) return "no";
  return upTo === null ? "yes" : `${upTo} of ${replicas} lost`;
}
