/** Histories written down shortly: `ran` is a whole step, `began` and `ended` let steps overlap. */
import type {
  ClientOperation,
  Key,
  Outcome,
  Poll,
  PolledRecords,
  RecordOperation,
  Send,
  Value,
} from "../../../src/history/anomalies/client-operation.ts";
import { type JudgeOptions, judgeOperations, type Verdict } from "../../../src/history/anomalies/judge.ts";

export const send = (key: Key, value: Value, offset?: number | null): Send =>
  offset === undefined ? ["send", key, value] : ["send", key, [offset, value]];

export const poll = (records?: PolledRecords): Poll => (records === undefined ? ["poll"] : ["poll", records]);

type Micros = readonly (Send | Poll)[];
type Extra = Pick<RecordOperation, "rebalance-log">;

export interface Script {
  readonly operations: readonly ClientOperation[];
  began(process: number, micros: Micros): Script;
  ended(process: number, type: Outcome, micros: Micros, extra?: Extra): Script;
  ran(process: number, type: Outcome, micros: Micros, extra?: Extra): Script;
  bound(
    process: number,
    f: "assign" | "subscribe",
    keys: readonly Key[],
    extra?: { type?: Outcome; seek?: boolean },
  ): Script;
  crashed(process: number): Script;
}

export function script(): Script {
  const operations: ClientOperation[] = [];
  const next = (): { index: number; time: number } => ({ index: operations.length, time: operations.length });
  const made: Script = {
    operations,
    began: (process, micros) => {
      const value = micros.map((micro): Send | Poll => (micro[0] === "poll" ? ["poll"] : plain(micro)));
      operations.push({ ...next(), process, type: "invoke", f: stepOf(micros), value });
      return made;
    },
    ended: (process, type, micros, extra = {}) => {
      operations.push({ ...next(), process, type, f: stepOf(micros), value: micros, ...extra });
      return made;
    },
    ran: (process, type, micros, extra = {}) => made.began(process, micros).ended(process, type, micros, extra),
    bound: (process, f, keys, { type = "ok", seek = false } = {}) => {
      const base = { process, f, value: keys, ...(seek ? { "seek-to-beginning?": true } : {}) };
      operations.push({ ...next(), ...base, type: "invoke" });
      operations.push({ ...next(), ...base, type });
      return made;
    },
    crashed: (process) => {
      operations.push({ ...next(), process, f: "crash", type: "invoke" });
      operations.push({ ...next(), process, f: "crash", type: "info" });
      return made;
    },
  };
  return made;
}

const plain = ([, key, sent]: Send): Send => ["send", key, typeof sent === "object" ? sent[1] : sent];

function stepOf(micros: Micros): "send" | "poll" | "txn" {
  const sends = micros.filter((micro) => micro[0] === "send").length;
  return sends === micros.length ? "send" : sends === 0 ? "poll" : "txn";
}

export function judged(history: Script | readonly ClientOperation[], options: JudgeOptions = {}): Verdict {
  const verdict = judgeOperations("operations" in history ? history.operations : history, options);
  if ("misfit" in verdict)
    throw new Error(`line ${verdict.line}: found ${verdict.misfit.found}; expected ${verdict.misfit.expected}`);
  return verdict;
}
