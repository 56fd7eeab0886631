/**
 * Replicated state in Kafka's own form: decide, then replay.
 *
 * `decide` may read the state but not change it; it returns records and a reply. `replay` is the only thing that
 * changes the state. A new leader is the fold of `replay` over its log, so that every fail-over is a recovery test.
 */
export interface Ledger<State, Command, LedgerRecord, Reply> {
  empty(): State;
  decide(state: Readonly<State>, command: Command): Decision<LedgerRecord, Reply>;
  /** Total, without effects or chance. */
  replay(state: State, record: LedgerRecord, offset: number): void;
}

export interface Decision<LedgerRecord, Reply> {
  readonly records: readonly LedgerRecord[];
  readonly reply: Reply;
}
