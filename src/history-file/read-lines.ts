/** Reads a text file line by line, in chunks; a whole history is never in memory as text. */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import type { BadInput } from "../scenario/bad-input.ts";
import { badFile } from "./bad-file.ts";

const chunkSize = 4 << 20;
const maxLineBytes = 64 << 20;
const lineFeed = 10;

/** Calls `visit` with each line that is not blank, numbered from 1, until it answers something but null. */
export function readLines(file: string, visit: (text: string, line: number) => BadInput | null): BadInput | null {
  const opened = open(file);
  if (typeof opened !== "number") return opened;
  try {
    if (fstatSync(opened).isDirectory())
      return badFile(file, "a directory", "a history, one operation per line (.jsonl)");
    return visitChunks(file, opened, visit);
  } finally {
    closeSync(opened);
  }
}

function open(file: string): number | BadInput {
  try {
    return openSync(file, "r");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "error";
    return badFile(
      file,
      code === "ENOENT" ? "no such file" : `a file that cannot be opened (${code})`,
      "a history, one operation per line (.jsonl)",
    );
  }
}

function visitChunks(
  file: string,
  opened: number,
  visit: (text: string, line: number) => BadInput | null,
): BadInput | null {
  let buffer = Buffer.allocUnsafe(chunkSize);
  let kept = 0;
  let line = 1;
  for (;;) {
    const read = readSync(opened, buffer, kept, buffer.length - kept, null);
    const end = kept + read;
    if (buffer.subarray(kept, end).includes(0)) return binary(file);
    const last = read === 0 ? end - 1 : buffer.subarray(0, end).lastIndexOf(lineFeed);
    const text = buffer.toString("utf8", line === 1 && hasByteOrderMark(buffer) ? 3 : 0, last + 1);
    const result = visitLines(text, line, visit);
    if (typeof result !== "number") return result;
    if (read === 0) return null;
    line = result;
    kept = end - last - 1;
    buffer.copyWithin(0, last + 1, end);
    if (kept < buffer.length) continue;
    if (kept >= maxLineBytes)
      return badFile(file, `a line of more than ${maxLineBytes >> 20} MB`, "one operation per line", line);
    buffer = Buffer.concat([buffer], buffer.length * 2);
  }
}

const hasByteOrderMark = (buffer: Buffer): boolean => buffer[0] === 0xef && buffer[1] === 0xbb && buffer[2] === 0xbf;

const binary = (file: string): BadInput =>
  badFile(file, "a binary file", "a history as text, one operation per line (.jsonl, not compressed)");

/** The number of the line after the last one. */
function visitLines(
  text: string,
  first: number,
  visit: (text: string, line: number) => BadInput | null,
): number | BadInput {
  let line = first;
  for (let start = 0; start < text.length; line++) {
    const feed = text.indexOf("\n", start);
    const end = feed < 0 ? text.length : feed;
    const row = text.slice(start, end);
    start = end + 1;
    if (row.trim() === "") continue;
    const bad = visit(row, line);
    if (bad !== null) return bad;
  }
  return line;
}
