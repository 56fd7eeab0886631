/**
 * Options of Node.js clients as JSON or YAML: kafkajs (and the same names below `kafkaJS` of @confluentinc/kafka-javascript),
 * kafka-node and no-kafka, each with its defaults. kafkajs is not idempotent and bounds no requests in flight; kafka-node and
 * no-kafka ask for one acknowledgement.
 */
import { nearestName } from "../../kafka/config/suggest-key.ts";
import { decidedBy, dottedName, resembles } from "../deciding-keys.ts";
import { flatSettings } from "../flat-settings.ts";
import { type ClientPart, type Doubt, mayStandFor, type PlacedSetting } from "../parts.ts";
import { at, isYamlMap, type YamlValue } from "../yaml-file.ts";
import { defaultsOf } from "./client-part.ts";

interface Client {
  readonly name: string;
  /** Options that it alone has, in the dotted form of their last word. */
  readonly marks: readonly string[];
  readonly defaults: Readonly<Record<string, string>>;
}

const unbounded = { "enable.idempotence": "false", "max.in.flight.requests.per.connection": "1000000" };

const clients: readonly Client[] = [
  { name: "kafka-node", marks: ["kafka.host", "require.acks"], defaults: { ...unbounded, acks: "1" } },
  { name: "no-kafka", marks: ["connection.string", "required.acks"], defaults: { ...unbounded, acks: "1" } },
  {
    name: "kafkajs",
    marks: ["brokers", "idempotent", "max.in.flight.requests", "allow.auto.topic.creation", "create.partitioner"],
    defaults: { ...unbounded, acks: "all", retries: "5" },
  },
];

/** Options as Kafka calls them. */
const javaNames: Readonly<Record<string, string>> = {
  acks: "acks",
  "require.acks": "acks",
  "required.acks": "acks",
  idempotent: "enable.idempotence",
  "max.in.flight.requests": "max.in.flight.requests.per.connection",
  "retry.retries": "retries",
  "request.timeout": "request.timeout.ms",
  "metadata.max.age": "metadata.max.age.ms",
  "transactional.id": "transactional.id",
};

const producerPart = /^(?:producer\.config|send\.options|producer|send)\./;

const words: Readonly<Record<string, string>> = { "-1": "all", all: "all" };

const clientOf = (document: YamlValue): Client | undefined => {
  const root = optionsOf(document);
  if (!isYamlMap(root)) return undefined;
  const names = flatSettings("", root).map(({ key }) => dottedName(key.replace(/\[.*/, "")).replace(producerPart, ""));
  return clients.find(({ marks }) => names.some((name) => marks.includes(name)));
};

/** A file may hold the options alone, or below a name of its own. */
function optionsOf(document: YamlValue): YamlValue | undefined {
  return at(document, "kafkaJS") ?? at(document, "kafka") ?? document;
}

export const isNode = (document: YamlValue): boolean => clientOf(document) !== undefined;

export function readNode(file: string, document: YamlValue): ClientPart {
  const client = clientOf(document)!;
  const options = flatSettings(file, optionsOf(document)).map(({ key, ...rest }) => ({
    ...rest,
    key: dottedName(key),
  }));
  const own = options.flatMap(translated);
  const isIdempotent = own.findLast(({ key }) => key === "enable.idempotence")?.value === "true";
  // An idempotent producer of kafkajs waits for each request to a broker before the next one.
  const defaults = isIdempotent
    ? { ...client.defaults, "max.in.flight.requests.per.connection": "1", retries: "2147483647" }
    : client.defaults;
  return {
    name: file,
    file,
    producer: [...defaultsOf(client.name, defaults), ...own],
    consumer: [],
    doubts: options.flatMap(doubtOf),
    notes: [
      `${file}: options of ${client.name}, with its names and defaults; acks of a single send() are not in a file`,
    ],
  };
}

const otherPart = /^(consumer|admin|sasl|ssl|retry\.(?!retries)|logger)\b/;

function translated(setting: PlacedSetting): readonly PlacedSetting[] {
  const key = javaNames[setting.key.replace(producerPart, "")];
  if (key === undefined || setting.value === "null") return [];
  return [{ ...setting, key, value: words[setting.value.trim().toLowerCase()] ?? setting.value.trim() }];
}

function doubtOf({ key, file, line }: PlacedSetting): readonly Doubt[] {
  const name = key.replace(producerPart, "");
  if (javaNames[name] !== undefined || otherPart.test(name)) return [];
  if (name === "create.partitioner") {
    return [
      {
        key,
        file,
        line,
        guarantees: ["per-key-order"],
        reason: "a partitioner of the application decides where a key goes",
      },
    ];
  }
  const meant = javaNames[nearestName(name, Object.keys(javaNames)) ?? ""] ?? "";
  const near = resembles("producer", name) ?? { key: meant, guarantees: decidedBy("producer", meant) };
  return near.guarantees.length === 0 ? [] : [mayStandFor({ key, file, line }, "no option of this client", near)];
}
