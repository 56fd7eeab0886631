/** The lines above the table: one configuration, the release that it was judged as, and what became of its keys. */
import pc from "picocolors";
import { kafka4 } from "../kafka/rules/rules.ts";
import type { ConfigurationReport } from "./configuration-report.ts";

export function configurationText(report: ConfigurationReport): readonly string[] {
  const { name, brokers, files, notes, unknown, removed, notModelled } = report;
  return [
    pc.bold(`${name}: ${brokers} broker(s)${files.length === 0 ? "" : `, ${files.join(", ")}`}`),
    ...releaseLines(report),
    ...notes.map((note) => `  ${note}`),
    ...unknown.map((sentence) => pc.yellow(`  ${sentence}`)),
    ...removed.map((sentence) => `  ${sentence}`),
    ...(notModelled.length > 0
      ? [pc.dim(`  known, not modelled (docs/not-modelled.md): ${notModelled.join(", ")}`)]
      : []),
  ];
}

function releaseLines({ kafkaVersion, rules, ruleChanges, controlPlane }: ConfigurationReport): readonly string[] {
  const ruleText = rules === kafka4.name ? "today's rules" : `rules ${rules}`;
  const sources = ruleChanges.map(({ source }) => source).join("; ");
  return [
    `  defaults of Kafka ${kafkaVersion}, ${ruleText}; control plane: ${controlPlane}`,
    ...(sources === "" ? [] : [`  rules that differ from today's: ${sources} (kafka-trial explain ${rules})`]),
  ];
}
