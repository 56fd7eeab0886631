/** Values of Helm charts of Kafka: Bitnami's `kafka`, and Confluent's `cp-helm-charts`. */
import { flatSettings } from "../flat-settings.ts";
import { type ConfigurationParts, type NodePart, noParts, type PlacedSetting } from "../parts.ts";
import { parseProperties } from "../properties-file.ts";
import { releaseOfImage } from "../release-claims.ts";
import { at, isYamlMap, lineAt, textAt, type YamlValue } from "../yaml-file.ts";

/** Bitnami's names of older charts for keys of brokers. */
const bitnamiNames: Readonly<Record<string, string>> = {
  autoCreateTopicsEnable: "auto.create.topics.enable",
  defaultReplicationFactor: "default.replication.factor",
  logFlushIntervalMessages: "log.flush.interval.messages",
  logFlushIntervalMs: "log.flush.interval.ms",
  logRetentionBytes: "log.retention.bytes",
  logRetentionHours: "log.retention.hours",
  logSegmentBytes: "log.segment.bytes",
  maxMessageBytes: "message.max.bytes",
  numPartitions: "num.partitions",
};

/** Where Bitnami's chart takes lines of server.properties, or a map of its keys; later ones win. */
const bitnamiTexts = ["config", "extraConfig", "overrideConfiguration", "existingConfig"] as const;

const isBitnami = (document: YamlValue): boolean => {
  const parts = [document, at(document, "controller"), at(document, "broker")];
  return parts.some(
    (part) =>
      isYamlMap(part) &&
      (textAt(part, "replicaCount") !== undefined || bitnamiTexts.some((key) => at(part, key) !== undefined)) &&
      (at(document, "image", "repository") === undefined ||
        /kafka/.test(textAt(document, "image", "repository") ?? "")),
  );
};

const isConfluent = (document: YamlValue): boolean => isYamlMap(at(document, "cp-kafka"));

/** A chart that has Kafka as a part holds its values below `kafka`. */
const rootOf = (document: YamlValue): YamlValue => at(document, "kafka") ?? document;

export const isHelmValues = (document: YamlValue): boolean =>
  isYamlMap(document) &&
  at(document, "apiVersion") === undefined &&
  (isConfluent(document) || isBitnami(rootOf(document)));

export function readHelmValues(file: string, document: YamlValue): ConfigurationParts {
  return isConfluent(document) ? ofConfluent(file, at(document, "cp-kafka")!) : ofBitnami(file, rootOf(document));
}

function ofConfluent(file: string, values: YamlValue): ConfigurationParts {
  const settings = flatSettings(file, at(values, "configurationOverrides")).map(unquoted);
  const image = `${textAt(values, "image") ?? "confluentinc/cp-kafka"}:${textAt(values, "imageTag") ?? ""}`;
  return clusterOf(file, Number(textAt(values, "brokers") ?? 3), settings, image);
}

/** The chart hands its values over in quotes. */
const unquoted = (setting: PlacedSetting): PlacedSetting => ({
  ...setting,
  value: setting.value.replace(/^"(.*)"$/, "$1"),
});

function ofBitnami(file: string, values: YamlValue): ConfigurationParts {
  const named = isYamlMap(values)
    ? values.entries.flatMap(({ key, value, line }) =>
        bitnamiNames[key] === undefined || typeof value !== "string" || value === ""
          ? []
          : [{ key: bitnamiNames[key], value: value.replace(/^_/, ""), file, line }],
      )
    : [];
  const count = (part: YamlValue | undefined): number => Number(textAt(part, "replicaCount") ?? 0);
  const controllers = count(at(values, "controller"));
  const isControllerOnly = textAt(values, "controller", "controllerOnly") === "true";
  const brokers = count(at(values, "broker")) + (isControllerOnly ? 0 : controllers) || count(values) || 3;
  const texts = [values, at(values, "controller"), at(values, "broker")].flatMap((part) => textsOf(file, part));
  const image = `kafka:${textAt(values, "image", "tag") ?? ""}`;
  return clusterOf(file, brokers, [...named, ...texts], image);
}

function textsOf(file: string, part: YamlValue | undefined): readonly PlacedSetting[] {
  return bitnamiTexts.flatMap((name) => {
    const value = at(part, name);
    const line = lineAt(part, name) ?? 0;
    if (typeof value !== "string") return flatSettings(file, value);
    const entries = parseProperties(value);
    return "kind" in entries ? [] : entries.map((one) => ({ ...one, file, line: line + one.line }));
  });
}

function clusterOf(file: string, count: number, settings: readonly PlacedSetting[], image: string): ConfigurationParts {
  const nodes = Array.from({ length: count }, (_, i): NodePart => ({ name: `kafka-${i}`, file, settings }));
  const cluster = { name: file, file, nodes, isCounted: true, disks: null, version: releaseOfImage(image), notes: [] };
  return { ...noParts, clusters: [cluster] };
}
