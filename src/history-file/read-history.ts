/** A recorded history, from its file into a recording. */
import { addOperation, newRecording, type Recording } from "../history/anomalies/recording.ts";
import { operationKinds } from "../history/operation-kinds.ts";
import type { BadInput } from "../scenario/bad-input.ts";
import { badFile } from "./bad-file.ts";
import { anOperation, parseOperation } from "./operation-syntax.ts";
import { readLines } from "./read-lines.ts";

const longest = 60;

export function readHistory(file: string, kinds = operationKinds): Recording | BadInput {
  const recording = newRecording(kinds);
  let lines = 0;
  const bad = readLines(file, (text, line) => {
    lines++;
    return takeLine(recording, file, text, line);
  });
  if (bad !== null) return bad;
  return lines === 0 ? badFile(file, "an empty file", anOperation) : recording;
}

function takeLine(recording: Recording, file: string, text: string, line: number): BadInput | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return badFile(file, notJson(text), anOperation, line);
  }
  const parsed = parseOperation(value, recording.kinds);
  if (parsed.kind === "skipped") return null;
  if (parsed.kind === "fault") return badFile(file, parsed.fault.found, parsed.fault.expected, line);
  const misfit = addOperation(recording, parsed.operation, line);
  return misfit === null ? null : badFile(file, misfit.found, misfit.expected, line);
}

/** A file of another kind shows it on its first line; unprintable characters would ruin the terminal. */
function notJson(text: string): string {
  const printable = text.trim().replace(/[^\x20-\x7e\u00a0-\u{10ffff}]|\ufffd/gu, "?");
  return `text that is no JSON: ${printable.length > longest ? `${printable.slice(0, longest)}…` : printable}`;
}
