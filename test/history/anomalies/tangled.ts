/** Small histories of overlapping operations that send to and poll from two partitions, in whatever order and outcome. */
import fc from "fast-check";
import type { ClientOperation, Outcome } from "../../../src/history/anomalies/client-operation.ts";
import { poll, script, send } from "./script.ts";

interface Plan {
  readonly outcome: Outcome;
  readonly start: number;
  readonly length: number;
  /** Key and rank: a record with a higher rank lies behind. */
  readonly sends: readonly (readonly ["x" | "y", number])[];
  /** Which of all records it polls. */
  readonly polls: readonly number[];
  /** Whether the acknowledgement of a send tells the offset. */
  readonly tells: boolean;
}

const plan: fc.Arbitrary<Plan> = fc.record({
  outcome: fc.constantFrom<Outcome>("ok", "ok", "ok", "info", "fail"),
  start: fc.integer({ min: 0, max: 30 }),
  length: fc.integer({ min: 1, max: 20 }),
  sends: fc.array(fc.tuple(fc.constantFrom("x" as const, "y" as const), fc.integer({ min: 0, max: 99 })), {
    maxLength: 2,
  }),
  polls: fc.array(fc.integer({ min: 0, max: 11 }), { maxLength: 2 }),
  tells: fc.boolean(),
});

export const tangled: fc.Arbitrary<readonly ClientOperation[]> = fc
  .array(plan, { minLength: 2, maxLength: 6 })
  .map(operationsOf);

interface Sent {
  readonly key: "x" | "y";
  readonly value: string;
  readonly offset: number;
}

function operationsOf(plans: readonly Plan[]): readonly ClientOperation[] {
  const sent = plans.map((one, process) =>
    one.sends.map(([key, rank], i): Sent => ({ key, value: `${process}-${i}`, offset: rank * 100 + process * 2 + i })),
  );
  const all = sent.flat();
  const moments = plans.flatMap(({ start, length }, process) => [
    { at: start, process, begins: true },
    { at: start + length, process, begins: false },
  ]);
  moments.sort((a, b) => a.at - b.at || a.process - b.process);
  const history = script();
  for (const { process, begins } of moments) {
    const { outcome, polls, tells } = plans[process]!;
    const sends = sent[process]!.map(({ key, value, offset }) => (tells ? send(key, value, offset) : send(key, value)));
    const seen = all.length === 0 ? [] : polls.map((place) => all[place % all.length]!);
    const micros = [...sends, ...seen.map(({ key, value, offset }) => poll({ [key]: [[offset, value]] }))];
    if (begins) history.began(process, micros);
    else history.ended(process, outcome, micros);
  }
  return history.operations;
}
