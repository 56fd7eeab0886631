/** A .properties file as a part of the configuration, by what it holds or by the prefix that the user put before it. */
import { keyTables } from "../kafka/config/key-tables.ts";
import { nearestName } from "../kafka/config/suggest-key.ts";
import type { BadInput } from "../scenario/bad-input.ts";
import { classify, type FileKind, fileKinds, isKeyOf } from "./classify.ts";
import { isClientKeyOfConnect } from "./dialects/connect.ts";
import { readJavaClient } from "./dialects/java.ts";
import { readLibrdkafka } from "./dialects/librdkafka.ts";
import { readMirror } from "./dialects/mirror.ts";
import { readSpring } from "./dialects/spring.ts";
import { isClientKeyOfStreams, readStreams } from "./dialects/streams.ts";
import { type ConfigurationParts, type KnownPart, noParts, type PlacedSetting } from "./parts.ts";
import { parseProperties } from "./properties-file.ts";
import { badInput } from "./refusal.ts";

export function readProperties(file: string, text: string, given: FileKind | null): ConfigurationParts | BadInput {
  const entries = parseProperties(text);
  if ("kind" in entries) {
    const message = `malformed line: found ${entries.found}, expected ${entries.expected}`;
    return badInput({ file, line: entries.line }, entries.found, entries.expected, message);
  }
  return readSettings(
    file,
    entries.map(({ key, value, line }): PlacedSetting => ({ key, value, file, line })),
    given,
  );
}

/** The settings of a file, whatever its syntax. */
export function readSettings(
  file: string,
  settings: readonly PlacedSetting[],
  given: FileKind | null,
): ConfigurationParts | BadInput {
  if (settings.length === 0)
    return badInput(
      { file },
      "no setting",
      "key=value lines",
      "the file holds no setting, only comments or blank lines",
    );
  const kind = given ?? kindOf(file, settings);
  return typeof kind === "string" ? partsOf(kind, file, settings) : kind;
}

function kindOf(file: string, settings: readonly PlacedSetting[]): FileKind | BadInput {
  const kind = classify(settings.map((setting) => setting.key));
  if (kind === "unknown") return notKafka(file, settings);
  if (typeof kind === "string") return kind;
  const choices = kind.doubt.map((doubt) => `${doubt}:${file}`).join(" or ");
  const message = `its keys fit ${kind.doubt.join(", ")} files alike; say which: ${choices}`;
  return badInput({ file }, "an ambiguous file", choices, message);
}

function notKafka(file: string, settings: readonly PlacedSetting[]): BadInput {
  const first = settings[0];
  const name = first?.key ?? "";
  const near = nearestName(name, [
    ...keyTables.broker.keys(),
    ...keyTables.producer.keys(),
    ...keyTables.consumer.keys(),
  ]);
  const hint = near === null ? "" : `; ${name} looks like ${near}`;
  const expected = `settings of ${fileKinds.join(", ")}`;
  return badInput({ file, line: first?.line }, name, expected, `no setting of Kafka in this file${hint}`);
}

const knownNames: Readonly<Record<"zookeeper" | "connect" | "mirror" | "streams", KnownPart["what"]>> = {
  zookeeper: "ZooKeeper",
  connect: "Kafka Connect",
  mirror: "MirrorMaker",
  streams: "Kafka Streams",
};

function partsOf(kind: FileKind, file: string, settings: readonly PlacedSetting[]): ConfigurationParts {
  switch (kind) {
    case "server":
      return { ...noParts, servers: [{ name: file, file, settings }] };
    case "topic":
      return { ...noParts, topicSettings: settings };
    case "producer":
      return { ...noParts, clients: [readJavaClient(file, { producer: settings, consumer: null })] };
    case "consumer":
      return { ...noParts, clients: [readJavaClient(file, { producer: null, consumer: settings })] };
    case "librdkafka":
      return { ...noParts, clients: [readLibrdkafka(file, settings)] };
    case "spring":
      return { ...noParts, clients: [readSpring(file, settings, [])] };
    case "connect": {
      const isConnector = settings.some(({ key }) => key === "connector.class");
      const part = [{ name: file, file, settings: settings.filter(({ key }) => isClientKeyOfConnect(key)) }];
      const own = isConnector ? { connectors: part } : { workers: part };
      return { ...noParts, ...own, known: [knownPart(kind, file, settings, isClientKeyOfConnect)] };
    }
    case "mirror":
      return { ...noParts, clients: [readMirror(file, settings)], known: [knownPart(kind, file, settings)] };
    case "streams":
      return {
        ...noParts,
        clients: [readStreams(file, settings)],
        known: [knownPart(kind, file, settings, isClientKeyOfStreams)],
      };
    case "zookeeper":
      return { ...noParts, known: [knownPart(kind, file, settings)] };
  }
}

/** `isRead`: keys that another part takes. */
function knownPart(
  kind: keyof typeof knownNames,
  file: string,
  settings: readonly PlacedSetting[],
  isRead: (key: string) => boolean = () => false,
): KnownPart {
  const rest = settings.filter(({ key }) => !isRead(key));
  const own = rest.filter(({ key }) => isKeyOf(kind, key));
  return { what: knownNames[kind], file, settings: own, unknown: rest.filter((setting) => !own.includes(setting)) };
}
