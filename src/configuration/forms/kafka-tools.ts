/** What Kafka's own tools print of a running cluster: `kafka-topics --describe` and `kafka-configs --describe`. */
import {
  type ConfigurationParts,
  joinParts,
  type NodePart,
  noParts,
  type PlacedSetting,
  type TopicPart,
} from "../parts.ts";

const topicLine = /^Topic: ?(\S+)\s.*?PartitionCount: ?(\d+)\s+ReplicationFactor: ?(\d+)(?:\s+Configs: ?(.*))?$/;
const partitionLine = /^\s+Topic: ?(\S+)\s+Partition: ?(\d+)\s+Leader: ?(\S+)\s+Replicas: ?([\d,]*)\s+Isr: ?([\d,]*)/;
const configsHead =
  /^(?:All|Dynamic|Default) configs for (brokers|broker|topic)(?: (.*?))? (?:in the cluster )?are:?$/i;
const configLine = /^\s+([\w.-]+)=(.*?)(?:\s+sensitive=(?:true|false)(?:\s+synonyms=\{(.*)\})?)?\s*$/;

export const isToolOutput = (text: string): boolean =>
  text.split("\n").some((line) => topicLine.test(line) || configsHead.test(line));

export function readToolOutput(file: string, text: string): ConfigurationParts {
  return joinParts([readTopics(file, text), readConfigs(file, text)]);
}

/** Topics of Kafka's own are made by the brokers, and hold no records of applications. */
const isOwn = (name: string): boolean => name.startsWith("__");

function readTopics(file: string, text: string): ConfigurationParts {
  const topics: TopicPart[] = [];
  const notes: string[] = [];
  const brokers = new Set<string>();
  for (const [index, line] of text.split("\n").entries()) {
    const topic = topicLine.exec(line.trimEnd());
    if (topic !== null && !isOwn(topic[1]!)) topics.push(topicOf(file, index + 1, topic));
    const partition = partitionLine.exec(line);
    if (partition === null) continue;
    const [, name, number, leader, replicas = "", isr = ""] = partition;
    for (const id of replicas.split(",")) brokers.add(id);
    if (leader === "none" || leader === "-1") notes.push(`${file}: ${name}-${number} has no leader at this time`);
    else if (isr.split(",").length < replicas.split(",").length)
      notes.push(`${file}: the ISR of ${name}-${number} is ${isr} of ${replicas} at this time; judged from a full one`);
  }
  if (topics.length === 0) return noParts;
  const missing = `${file}: settings of brokers are not in what kafka-topics prints: add kafka-configs --describe --entity-type brokers --all, or a server file`;
  return { ...noParts, topics, notes: [...notes.slice(0, 5), missing], brokersSeen: brokers.size };
}

function topicOf(
  file: string,
  line: number,
  [, name = "", partitions, replicas, configs = ""]: RegExpExecArray,
): TopicPart {
  const settings = configs
    .split(/,(?=[\w.]+=)/)
    .filter((one) => one.includes("="))
    .map((one): PlacedSetting => {
      const at = one.indexOf("=");
      return { key: one.slice(0, at), value: one.slice(at + 1), file, line };
    });
  return { name, file, line, cluster: null, partitions: Number(partitions), replicas: Number(replicas), settings };
}

/** Of `--all` only what somebody set: the rest is the default of a release. */
const isDefault = (value: string, synonyms: string | undefined): boolean =>
  value === "null" || (synonyms !== undefined && /^(?:DEFAULT_CONFIG:[^,]*(?:,[^:]*)*)?$/.test(synonyms));

function readConfigs(file: string, text: string): ConfigurationParts {
  const topics = new Map<string, PlacedSetting[]>();
  const nodes = new Map<string, PlacedSetting[]>();
  const all: PlacedSetting[] = [];
  let current: PlacedSetting[] | null = null;
  for (const [index, line] of text.split("\n").entries()) {
    const head = configsHead.exec(line.trim());
    if (head !== null) {
      const [, kind = "", name = ""] = head;
      const table = kind.toLowerCase() === "topic" ? topics : nodes;
      current = kind.toLowerCase() === "brokers" ? all : (table.get(name) ?? []);
      if (current !== all) table.set(name, current);
      continue;
    }
    const [, key, value = "", synonyms] = configLine.exec(line) ?? [];
    if (current !== null && key !== undefined && !isDefault(value, synonyms))
      current.push({ key, value, file, line: index + 1 });
  }
  return {
    ...noParts,
    topics: [...topics]
      .filter(([name]) => !isOwn(name))
      .map(([name, settings]) => ({ name, file, cluster: null, partitions: null, replicas: null, settings })),
    servers: [...nodes].map(
      ([id, settings]): NodePart => ({
        name: `broker ${id}`,
        file,
        settings: [
          { key: "node.id", value: id, file },
          ...settings.filter(({ key }) => !/^(node|broker)\.id$/.test(key)),
        ],
      }),
    ),
    brokerSettings: all,
  };
}
