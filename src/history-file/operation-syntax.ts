/** Is this JSON value an operation? */
import type { ClientOperation } from "../history/anomalies/client-operation.ts";
import { isObject, shown } from "../history/line-syntax.ts";
import type { JsonLine, OperationKinds, SyntaxFault } from "../history/operation-kind.ts";

type Parsed =
  | { readonly kind: "operation"; readonly operation: ClientOperation }
  | { readonly kind: "skipped" }
  | { readonly kind: "fault"; readonly fault: SyntaxFault };

const skipped: Parsed = { kind: "skipped" };
const types = ["invoke", "ok", "fail", "info"];

export const anOperation =
  'one operation per line, such as {"time":5,"type":"ok","process":0,"f":"send","value":[["send","x",[0,"a"]]]}';

/** Operations of processes that are no integers (a nemesis) say nothing about records and are skipped. */
export function parseOperation(value: unknown, kinds: OperationKinds): Parsed {
  if (!isObject(value)) return fault(Array.isArray(value) ? `a list (${shown(value)})` : shown(value), anOperation);
  if (!("process" in value)) return fault("an object without process", anOperation);
  if (typeof value["process"] !== "number" || !Number.isInteger(value["process"])) return skipped;
  const wrong = faultOf(value, kinds);
  if (wrong !== null) return { kind: "fault", fault: wrong };
  return isOperation(value) ? { kind: "operation", operation: value } : skipped;
}

const fault = (found: string, expected: string): Parsed => ({ kind: "fault", fault: { found, expected } });

/** What `faultOf` has passed. */
const isOperation = (value: JsonLine): value is JsonLine & ClientOperation => "f" in value;

function faultOf(value: JsonLine, kinds: OperationKinds): SyntaxFault | null {
  const { type, f, time } = value;
  if (typeof type !== "string" || !types.includes(type))
    return { found: `type ${shown(type)}`, expected: `type ${types.join(", ")}` };
  if (typeof time !== "number" || !Number.isFinite(time))
    return { found: `time ${shown(time)}`, expected: "time as a number, in nanoseconds since the start" };
  if (typeof f !== "string" || !Object.hasOwn(kinds, f))
    return { found: `f ${shown(f)}`, expected: `f ${Object.keys(kinds).join(", ")}` };
  return kinds[f]!.fault(value);
}
