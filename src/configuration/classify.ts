/** Telling .properties files apart by the keys they hold, never by their names. */
import { type ConfigKind, configKinds, isOpenKey, keyTables } from "../kafka/config/key-tables.ts";
import { otherFiles } from "../kafka/config/known-keys.ts";
import { isLibrdkafka } from "./dialects/librdkafka.ts";
import { isSpring } from "./dialects/spring.ts";

export const fileKinds = [
  "server",
  "topic",
  "producer",
  "consumer",
  "zookeeper",
  "connect",
  "mirror",
  "streams",
  "librdkafka",
  "spring",
] as const;

export type FileKind = (typeof fileKinds)[number];

/** Keys that settle the kind at sight, in this order. */
const markers: readonly (readonly [FileKind, readonly string[]])[] = [
  ["zookeeper", ["dataDir", "tickTime", "clientPort", "initLimit", "syncLimit"]],
  [
    "connect",
    ["key.converter", "value.converter", "offset.storage.topic", "offset.storage.file.filename", "connector.class"],
  ],
  ["mirror", ["clusters"]],
  ["streams", ["application.id"]],
  [
    "server",
    [
      "process.roles",
      "node.id",
      "broker.id",
      "zookeeper.connect",
      "log.dirs",
      "log.dir",
      "listeners",
      "controller.quorum.voters",
    ],
  ],
];

/** The kind; "unknown": no key of Kafka in it; "doubt": several kinds fit equally well. */
export function classify(keys: readonly string[]): FileKind | "unknown" | { readonly doubt: readonly FileKind[] } {
  if (isSpring(keys)) return "spring";
  for (const [kind, names] of markers) if (names.some((name) => keys.includes(name))) return kind;
  if (isLibrdkafka(keys)) return "librdkafka";
  const exclusive = best(configKinds.map((kind) => [kind, keys.filter((key) => isOnlyIn(kind, key)).length]));
  if (exclusive.length === 1) return fileKindOf(exclusive[0]);
  const candidates = exclusive.length > 1 ? exclusive : configKinds;
  const known = best(candidates.map((kind) => [kind, keys.filter((key) => isKnownIn(kind, key)).length]));
  if (known.length === 0) return "unknown";
  return known.length === 1 ? fileKindOf(known[0]) : { doubt: known.map(fileKindOf) };
}

function fileKindOf(kind: ConfigKind | undefined): FileKind {
  return kind === undefined || kind === "broker" ? "server" : kind;
}

/** The kinds with the highest count, if that is above 0. */
function best(counts: readonly (readonly [ConfigKind, number])[]): readonly ConfigKind[] {
  const most = Math.max(...counts.map(([, count]) => count));
  return most === 0 ? [] : counts.filter(([, count]) => count === most).map(([kind]) => kind);
}

function isKnownIn(kind: ConfigKind, key: string): boolean {
  return keyTables[kind].has(key);
}

function isOnlyIn(kind: ConfigKind, key: string): boolean {
  return isKnownIn(kind, key) && configKinds.every((other) => other === kind || !isKnownIn(other, key));
}

/** Whether such a file may hold the key; Connect and Streams pass client settings on under prefixes. */
export function isKeyOf(kind: "zookeeper" | "connect" | "mirror" | "streams", key: string): boolean {
  if (kind === "zookeeper") {
    return otherFiles.zookeeper.includes(key) || otherFiles.zookeeperPrefixes.some((prefix) => key.startsWith(prefix));
  }
  if (kind === "mirror") {
    const flow = /^(?:[^.]+->)?[^.]+\.(.+)$/.exec(key)?.[1];
    return isMirrorKey(key) || (flow !== undefined && isMirrorKey(flow));
  }
  const own = kind === "connect" ? otherFiles.connect : otherFiles.streams;
  if (own.includes(key) || isClientKey(key)) return true;
  const prefix =
    /^(main\.consumer|restore\.consumer|global\.consumer|producer|consumer|admin|topic|listeners|internal)\./;
  const families =
    /^(key|value|header|internal\.key|internal\.value)\.converter\.|^(transforms|predicates|topic\.creation)\./;
  return prefix.test(key) || families.test(key);
}

const isClientKey = (key: string): boolean =>
  isKnownIn("producer", key) || isKnownIn("consumer", key) || isOpenKey("producer", key);

const isMirrorKey = (key: string): boolean =>
  otherFiles.mirror.includes(key) ||
  otherFiles.connect.includes(key) ||
  isClientKey(key.replace(/^(source\.|target\.)?(producer|consumer|admin)\./, ""));
