/** A toy ledger: a counter. Each record holds the total after it, so that a decision made from a wrong state shows. */
import type { Ledger } from "../../../src/core/ledger.ts";
import type { LedgerTypes } from "../../../src/kafka/ledger/ledger-host.ts";
import type { LedgerBatch } from "../../../src/kafka/ledger/ledger-log.ts";

export interface CounterState {
  total: number;
  records: number;
}

/** `add` writes `times` records; `read` writes none. */
export type CounterCommand =
  | { readonly kind: "add"; readonly id: number; readonly amount: number; readonly times: number }
  | { readonly kind: "read"; readonly id: number };

export interface CounterRecord {
  readonly id: number;
  readonly amount: number;
  readonly total: number;
}

export interface CounterReply extends CounterState {
  readonly id: number;
}

export interface CounterFact {
  readonly id: number;
  readonly replica: number;
}

export interface CounterTypes extends LedgerTypes {
  state: CounterState;
  command: CounterCommand;
  record: CounterRecord;
  reply: CounterReply;
  fact: CounterFact;
  /** The id of the command. */
  waiter: number;
  context: null;
}

export type CounterBatch = LedgerBatch<CounterRecord, CounterFact>;
export type CounterLedger = Ledger<CounterState, CounterCommand, CounterRecord, CounterReply, CounterFact>;

export const counterLedger = (replica: number): CounterLedger => ({
  empty: () => ({ total: 0, records: 0 }),
  decide: (state, command) => {
    const { id } = command;
    if (command.kind === "read") return { records: [], facts: [], reply: { id, ...state } };
    const records: CounterRecord[] = [];
    let { total } = state;
    for (let i = 0; i < command.times; i++) {
      total += command.amount;
      records.push({ id, amount: command.amount, total });
    }
    return { records, facts: [{ id, replica }], reply: { id, total, records: state.records + command.times } };
  },
  replay: (state, record) => {
    state.total = record.total;
    state.records += 1;
  },
});
