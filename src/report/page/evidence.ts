/** What pages of releases and rules rest on: brokers that were started and asked (docs/fidelity.md), or Kafka's sources. */
import { type KafkaVersion, kafkaVersions } from "../../kafka/config/version.ts";
import { concerns, type ReleaseChange } from "../../kafka/rules/releases/change.ts";

/** By the version of the tables that stands for the release. */
export const askedReleases: Readonly<Partial<Record<KafkaVersion, string>>> = {
  "2.5": "2.5.1",
  "2.8": "2.8.2",
  "3.9.2": "3.9.2",
  "4.0.2": "4.0.2",
  "4.1.2": "4.1.2",
  "4.3": "4.3.1",
  "4.4": "4.4.0",
};

const page = "docs/fidelity.md";

const askedAmong = (versions: readonly KafkaVersion[]): readonly string[] =>
  versions.flatMap((version) => askedReleases[version] ?? []);

export function evidenceOfRelease(version: KafkaVersion): string {
  const asked = askedReleases[version];
  if (asked !== undefined) return `Evidence: brokers of ${asked} were asked what the model was asked (${page})`;
  const place = kafkaVersions.indexOf(version);
  const before = askedAmong(kafkaVersions.slice(0, place)).at(-1);
  const after = askedAmong(kafkaVersions.slice(place))[0];
  const nearest = [before, after].filter((one) => one !== undefined).join(" and ");
  return `Evidence: no broker of it was asked; the nearest that were are ${nearest} (${page})`;
}

export function evidenceOfChange(change: ReleaseChange): readonly string[] {
  const asked = askedAmong(kafkaVersions.filter((version) => concerns(change, version)));
  return [
    "Evidence: test/kafka/rules/releases drives protocol code under it, and without it;",
    asked.length === 0
      ? "  no broker that was asked has it: it was read in Kafka's sources"
      : `  brokers of ${asked.join(", ")}, which have it, were asked (${page} says what)`,
  ];
}

export const evidenceOfRule = `Evidence: ${page} says what brokers of ${Object.keys(askedReleases).length} releases agreed to, by rule`;
