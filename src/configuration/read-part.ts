/** One argument of the command line: a file, maybe with the kind of file before it (`producer:client.properties`). */
import type { BadInput } from "../scenario/bad-input.ts";
import { isBadInput } from "../scenario/bad-input.ts";
import { type FileKind, fileKinds } from "./classify.ts";
import type { ConfigurationParts } from "./parts.ts";
import { isCompose, readCompose } from "./read-compose.ts";
import { readProperties } from "./read-properties.ts";
import { isStrimzi, readStrimzi } from "./read-strimzi.ts";
import { readTextFile } from "./read-text-file.ts";
import { badInput } from "./refusal.ts";
import { parseYaml } from "./yaml-file.ts";

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
  if (kind === null && isYaml(file, read.text)) return readYaml(file, read.text);
  return readProperties(file, read.text, kind);
}

/** Top-level words of Kubernetes and compose documents; the file's name only where the content says nothing. */
function isYaml(file: string, text: string): boolean {
  if (/^(apiVersion|services)\s*:|^---\s*$/m.test(text) || /^\s*[[{]/.test(text)) return true;
  return /\.(ya?ml|json)$/i.test(file);
}

function readYaml(file: string, text: string): ConfigurationParts | BadInput {
  const documents = parseYaml(file, text);
  if (isBadInput(documents)) return documents;
  if (documents.length === 0)
    return badInput({ file }, "no document", "a Strimzi or compose file", "the file holds no document");
  const strimzi = documents.filter(isStrimzi);
  if (strimzi.length > 0) return readStrimzi(file, strimzi);
  const compose = documents.find(isCompose);
  if (compose !== undefined) return readCompose(file, compose);
  const expected = "Strimzi documents (apiVersion kafka.strimzi.io/…) or a compose file (services)";
  return badInput({ file }, "other YAML", expected, `neither Strimzi nor compose: expected ${expected}`);
}
