/** Reading a configuration file; everything that is no readable text of sane size is one sentence. */
import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import type { BadInput } from "../scenario/bad-input.ts";
import { badInput } from "./refusal.ts";

/** No configuration comes near this; recorded histories and images do. */
const maxFileBytes = 10 * 1024 * 1024;

interface TextFile {
  readonly file: string;
  readonly text: string;
}

export function readTextFile(file: string): TextFile | BadInput {
  const bytes = readBytes(file);
  if (!(bytes instanceof Uint8Array)) return bytes;
  const place = { file };
  if (bytes.length === 0) return badInput(place, "an empty file", "a configuration file", "the file is empty");
  if (bytes.includes(0))
    return badInput(place, "a binary file", "a text file", "this is a binary file, no configuration");
  try {
    return { file, text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes) };
  } catch {
    return readLatin1(file, bytes);
  }
}

/** Java's Properties are ISO 8859-1; a text with control characters is binary all the same. */
function readLatin1(file: string, bytes: Uint8Array): TextFile | BadInput {
  const isControl = (byte: number): boolean => byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13;
  if (bytes.some(isControl)) {
    return badInput({ file }, "a binary file", "a text file", "this is a binary file, no configuration");
  }
  return { file, text: Buffer.from(bytes).toString("latin1") };
}

function readBytes(file: string): Uint8Array | BadInput {
  let descriptor: number | null = null;
  try {
    descriptor = openSync(file, "r");
    const stat = fstatSync(descriptor);
    if (stat.isDirectory()) {
      return badInput({ file }, "a directory", "a file", "this is a directory; name the configuration files in it");
    }
    if (stat.size > maxFileBytes) {
      const size = `${(stat.size / 1024 / 1024).toFixed(1)} MiB`;
      return badInput({ file }, size, "at most 10 MiB", `the file has ${size}; a configuration has at most 10 MiB`);
    }
    return readFileSync(descriptor);
  } catch (error) {
    return unreadable(file, error);
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}

function unreadable(file: string, error: unknown): BadInput {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ENOENT" || code === "ENOTDIR") return badInput({ file }, "nothing", "a file", "there is no such file");
  if (code === "EACCES" || code === "EPERM") {
    return badInput({ file }, "no permission", "a readable file", "the file cannot be read: permission denied");
  }
  const reason = error instanceof Error ? error.message : String(error);
  return badInput({ file }, reason, "a readable file", `the file cannot be read: ${reason}`);
}
