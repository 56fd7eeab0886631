/** One argument of the command line: a file, maybe with the kind of file before it (`producer:client.properties`). */
import type { BadInput } from "../scenario/bad-input.ts";
import { isBadInput } from "../scenario/bad-input.ts";
import { classify, type FileKind, fileKinds } from "./classify.ts";
import { isConnector, readConnector } from "./dialects/connect.ts";
import { isNode, readNode } from "./dialects/node.ts";
import { isSpring, readSpring } from "./dialects/spring.ts";
import { flatSettings } from "./flat-settings.ts";
import { isHelmValues, readHelmValues } from "./forms/helm-values.ts";
import { isToolOutput, readToolOutput } from "./forms/kafka-tools.ts";
import { isKubernetes, readKubernetes } from "./forms/kubernetes.ts";
import { isTerraform, readTerraform } from "./forms/msk.ts";
import { refuseRedpanda } from "./forms/redpanda.ts";
import { type ConfigurationParts, noParts, type PlacedSetting } from "./parts.ts";
import { isCompose, readCompose } from "./read-compose.ts";
import { readProperties, readSettings } from "./read-properties.ts";
import { isStrimzi, readStrimzi } from "./read-strimzi.ts";
import { readTextFile } from "./read-text-file.ts";
import { badInput } from "./refusal.ts";
import { parseYaml, type YamlValue } from "./yaml-file.ts";

interface FileArgument {
  readonly file: string;
  readonly kind: FileKind | null;
}

/** `broker:` says the same as `server:`. */
export function fileArgument(argument: string): FileArgument {
  const colon = argument.indexOf(":");
  const prefix = argument.slice(0, Math.max(colon, 0));
  const kind = prefix === "broker" ? "server" : fileKinds.find((known) => known === prefix);
  return kind === undefined ? { file: argument, kind: null } : { file: argument.slice(colon + 1), kind };
}

export function readPart(argument: string): ConfigurationParts | BadInput {
  const { file, kind } = fileArgument(argument);
  const read = readTextFile(file);
  if (isBadInput(read)) return read;
  if (kind === null && isTerraform(read.text)) return readTerraform(file, read.text);
  if (kind === null && isToolOutput(read.text)) return readToolOutput(file, read.text);
  if (isYaml(file, read.text)) return readYaml(file, read.text, kind);
  return readProperties(file, read.text, kind);
}

/** Top-level words of Kubernetes and compose documents; the file's name only where the content says nothing. */
function isYaml(file: string, text: string): boolean {
  if (/^(apiVersion|services)\s*:|^---\s*$/m.test(text) || /^\s*[[{]/.test(text)) return true;
  return /\.(ya?ml|json)$/i.test(file);
}

function readYaml(file: string, text: string, kind: FileKind | null): ConfigurationParts | BadInput {
  const documents = parseYaml(file, text);
  if (isBadInput(documents)) return documents;
  if (documents.length === 0)
    return badInput({ file }, "no document", "a Strimzi or compose file", "the file holds no document");
  if (kind !== null)
    return readSettings(
      file,
      documents.flatMap((one) => flatSettings(file, one)),
      kind,
    );
  const refused = refuseRedpanda(file, documents);
  if (refused !== null) return refused;
  const kubernetes = documents.filter(isKubernetes);
  if (kubernetes.length > 0 && !documents.some(isStrimzi)) return readKubernetes(file, kubernetes);
  const strimzi = documents.filter(isStrimzi);
  if (strimzi.length > 0) return readStrimzi(file, strimzi);
  const compose = documents.find(isCompose);
  if (compose !== undefined) return readCompose(file, compose);
  return readClients(file, documents);
}

/** Options of a Node.js client, a connector, a Spring application, or plain keys of any kind of file. */
function readClients(file: string, documents: readonly YamlValue[]): ConfigurationParts | BadInput {
  const [first = null] = documents;
  if (isConnector(first)) return { ...noParts, connectors: [readConnector(file, first)] };
  const flat = documents.map((document) => flatSettings(file, document));
  if (isSpring(flat.flat().map(({ key }) => key))) {
    const isProfile = (settings: readonly PlacedSetting[]): boolean =>
      settings.some(({ key }) => key === "spring.config.activate.on-profile" || key === "spring.profiles");
    const [own, others] = [flat.filter((one) => !isProfile(one)), flat.filter(isProfile)];
    return { ...noParts, clients: [readSpring(file, own.flat(), others.flat())] };
  }
  if (isHelmValues(first)) return readHelmValues(file, first);
  if (isNode(first)) return { ...noParts, clients: [readNode(file, first)] };
  const kind = classify(flat.flat().map(({ key }) => key));
  if (kind !== "unknown" && documents.length === 1) return readSettings(file, flat.flat(), null);
  const expected =
    "Strimzi documents, a compose file, properties of Spring, options of a Node.js client, a connector, or keys of Kafka";
  return badInput({ file }, "other YAML", expected, `nothing of Kafka that can be read: expected ${expected}`);
}
