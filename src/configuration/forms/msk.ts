/** Terraform of Amazon MSK: `aws_msk_configuration` and `aws_msk_cluster`, over the defaults of MSK, some of which are not Kafka's. */
import { type ConfigurationParts, type NodePart, noParts, type PlacedSetting } from "../parts.ts";
import { parseProperties } from "../properties-file.ts";

export const isTerraform = (text: string): boolean =>
  /^\s*resource\s+"aws_msk_(configuration|cluster|serverless_cluster)"/m.test(text);

/** Of clusters in three zones (developer guide, "Default Amazon MSK configuration"): an unclean election is allowed there. */
const defaults: Readonly<Record<string, string>> = {
  "auto.create.topics.enable": "false",
  "default.replication.factor": "3",
  "min.insync.replicas": "2",
  "unclean.leader.election.enable": "true",
};

export function readTerraform(file: string, text: string): ConfigurationParts {
  const settings = [...defaultSettings(), ...serverProperties(file, text)];
  const version =
    /^\s*kafka_version\s*=\s*"([\d.]+)/m.exec(text) ?? /^\s*kafka_versions\s*=\s*\[\s*"([\d.]+)/m.exec(text);
  const count = Number(/^\s*number_of_broker_nodes\s*=\s*(\d+)/m.exec(text)?.[1] ?? 3);
  const nodes = Array.from({ length: count }, (_, i): NodePart => ({ name: `broker ${i + 1}`, file, settings }));
  const cluster = {
    name: file,
    file,
    nodes,
    isCounted: true,
    disks: null,
    version: version === null ? null : { text: version[1]!, from: "the resource" },
    notes: [`${file}: what it leaves out has the defaults of Amazon MSK, such as unclean.leader.election.enable=true`],
  };
  return { ...noParts, clusters: [cluster] };
}

const defaultSettings = (): readonly PlacedSetting[] =>
  Object.entries(defaults).map(([key, value]) => ({ key, value, file: "default of Amazon MSK" }));

/** `server_properties = <<PROPERTIES … PROPERTIES`, with or without the dash. */
function serverProperties(file: string, text: string): readonly PlacedSetting[] {
  const found = /server_properties\s*=\s*<<[-~]?\s*"?(\w+)"?\r?\n([\s\S]*?)\n\s*\1\b/.exec(text);
  if (found === null) return [];
  const line = text.slice(0, found.index).split("\n").length;
  const entries = parseProperties(found[2] ?? "");
  return "kind" in entries
    ? []
    : entries.map((one) => ({ key: one.key, value: one.value, file, line: line + one.line }));
}
