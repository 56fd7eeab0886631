/**
 * Is this JSON value what a line of its kind must hold? Checked by hand, since a history has millions of lines; what is
 * wrong is said in the words of the bad-input sentence: found, expected.
 */
import type { JsonLine, SyntaxFault } from "./operation-kind.ts";

/** Of kinds whose value lists keys. */
export const keysFault = ({ f, value }: JsonLine): SyntaxFault | null =>
  isKeyList(value)
    ? null
    : { found: `${f} with value ${shown(value)}`, expected: `the keys of the ${f}, such as ["x","y"]` };

/** Of kinds whose value lists sends and polls. */
export function recordsFault(operation: JsonLine): SyntaxFault | null {
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

export const isObject = (value: unknown): value is JsonLine =>
  typeof value === "object" && value !== null && !Array.isArray(value);

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
export function shown(value: unknown): string {
  if (value === undefined) return "missing";
  const text = JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
