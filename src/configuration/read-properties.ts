/** A .properties file as a part of the configuration, by what it holds or by the prefix that the user put before it. */
import { keyTables } from "../kafka/config/key-tables.ts";
import { nearestName } from "../kafka/config/suggest-key.ts";
import type { BadInput } from "../scenario/bad-input.ts";
import { classify, type FileKind, fileKinds, isKeyOf } from "./classify.ts";
import { type ConfigurationParts, type KnownPart, noParts, type PlacedSetting } from "./parts.ts";
import { parseProperties } from "./properties-file.ts";
import { badInput } from "./refusal.ts";

export function readProperties(file: string, text: string, given: FileKind | null): ConfigurationParts | BadInput {
  const entries = parseProperties(text);
  if ("kind" in entries) {
    const message = `malformed line: found ${entries.found}, expected ${entries.expected}`;
    return badInput({ file, line: entries.line }, entries.found, entries.expected, message);
  }
  const settings = entries.map(({ key, value, line }): PlacedSetting => ({ key, value, file, line }));
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
    case "producer":
    case "consumer":
      return { ...noParts, shared: [{ kind, settings }] };
    default: {
      const own = settings.filter((setting) => isKeyOf(kind, setting.key));
      const unknown = settings.filter((setting) => !own.includes(setting));
      return { ...noParts, known: [{ what: knownNames[kind], file, settings: own, unknown }] };
    }
  }
}
