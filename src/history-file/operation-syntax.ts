/**
 * Is this JSON value an operation? Checked by hand, since a history has millions of lines; what is wrong is said in the
 * words of the bad-input sentence: found, expected.
 */
import type { ClientOperation } from "../history/anomalies/client-operation.ts";

interface SyntaxFault {
  readonly found: string;
  readonly expected: string;
}

type Parsed =
  | { readonly kind: "operation"; readonly operation: ClientOperation }
  | { readonly kind: "skipped" }
  | { readonly kind: "fault"; readonly fault: SyntaxFault };

const skipped: Parsed = { kind: "skipped" };
const types = ["invoke", "ok", "fail", "info"];
const recordSteps = ["send", "poll", "txn"];
const bindSteps = ["assign", "subscribe"];
const otherSteps = ["crash", "debug-topic-partitions"];

export const anOperation =
  'one operation per line, such as {"time":5,"type":"ok","process":0,"f":"send","value":[["send","x",[0,"a"]]]}';

/** Operations of processes that are no integers (a nemesis) say nothing about records and are skipped. */
export function parseOperation(value: unknown): Parsed {
  if (!isObject(value)) return fault(kindOf(value), anOperation);
  if (!("process" in value)) return fault("an object without process", anOperation);
  if (typeof value["process"] !== "number" || !Number.isInteger(value["process"])) return skipped;
  const wrong = faultOf(value);
  if (wrong !== null) return { kind: "fault", fault: wrong };
  return isOperation(value) ? { kind: "operation", operation: value } : skipped;
}

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const fault = (found: string, expected: string): Parsed => ({ kind: "fault", fault: { found, expected } });

/** What `faultOf` has passed. */
const isOperation = (value: Json): value is Json & ClientOperation => "f" in value;

function faultOf(value: Json): SyntaxFault | null {
  const { type, f, time } = value;
  if (typeof type !== "string" || !types.includes(type))
    return { found: `type ${shown(type)}`, expected: `type ${types.join(", ")}` };
  if (typeof time !== "number" || !Number.isFinite(time))
    return { found: `time ${shown(time)}`, expected: "time as a number, in nanoseconds since the start" };
  if (typeof f !== "string") return { found: `f ${shown(f)}`, expected: stepsText };
  if (recordSteps.includes(f)) return recordsFault(value);
  if (bindSteps.includes(f))
    return isKeyList(value["value"])
      ? null
      : { found: `${f} with value ${shown(value["value"])}`, expected: `the keys of the ${f}, such as ["x","y"]` };
  return otherSteps.includes(f) ? null : { found: `f ${shown(f)}`, expected: stepsText };
}

const stepsText = `f ${[...recordSteps, ...bindSteps, ...otherSteps].join(", ")}`;

function recordsFault(operation: Json): SyntaxFault | null {
  const { value, f } = operation;
  const moved = operation["rebalance-log"];
  if (moved !== undefined && moved !== null && !(Array.isArray(moved) && moved.every(isRebalance))) {
    return { found: `rebalance-log ${shown(moved)}`, expected: 'a list such as [{"keys":["x"]}]' };
  }
  if (!Array.isArray(value))
    return {
      found: `${f} with value ${shown(value)}`,
      expected: 'a list of sends and polls, such as [["send","x","a"],["poll"]]',
    };
  for (const micro of value) {
    if (!Array.isArray(micro) || !(micro[0] === "send" ? isSend(micro) : micro[0] === "poll" && isPoll(micro))) {
      return { found: `${shown(micro)} in a ${f}`, expected: microText };
    }
  }
  return null;
}

const microText =
  '["send",key,value], ["send",key,[offset,value]], ["poll"] or ["poll",{key:[[offset,value],…]}], offsets whole numbers, keys and values numbers or strings';

const isKey = (value: unknown): boolean => typeof value === "string" || typeof value === "number";
const isKeyList = (value: unknown): boolean => Array.isArray(value) && value.every(isKey);
const isRebalance = (value: unknown): boolean => isObject(value) && isKeyList(value["keys"]);

function isSend(send: readonly unknown[]): boolean {
  if (send.length !== 3 || !isKey(send[1])) return false;
  const sent = send[2];
  if (!Array.isArray(sent)) return isKey(sent);
  return sent.length === 2 && isKey(sent[1]) && (sent[0] === null || (Number.isSafeInteger(sent[0]) && sent[0] >= -1));
}

function isPoll(poll: readonly unknown[]): boolean {
  const polled = poll[1];
  if (poll.length === 1 || polled === null) return poll.length <= 2;
  if (poll.length !== 2 || !isObject(polled)) return false;
  for (const key of Object.keys(polled)) {
    const records = polled[key];
    if (!Array.isArray(records)) return false;
    for (const record of records) {
      if (
        !Array.isArray(record) ||
        record.length !== 2 ||
        !Number.isSafeInteger(record[0]) ||
        record[0] < 0 ||
        !isKey(record[1])
      )
        return false;
    }
  }
  return true;
}

const longest = 60;

/** A value as it was written, shortened. */
function shown(value: unknown): string {
  if (value === undefined) return "missing";
  const text = JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return `a list (${shown(value)})`;
  return shown(value);
}
