/**
 * Replicated state in Kafka's own form: decide, then replay.
 *
 * `decide` may read the state but not change it; it returns records, a reply and facts. `replay` is the only thing that
 * changes the state. A new leader is the fold of `replay` over its log, so that every fail-over is a recovery test.
 */
export interface Ledger<State, Command, LedgerRecord, Reply, Fact> {
  empty(): State;
  decide(state: Readonly<State>, command: Command): Decision<LedgerRecord, Reply, Fact>;
  /** Total, without effects or chance. */
  replay(state: State, record: LedgerRecord, offset: number): void;
}

export interface Decision<LedgerRecord, Reply, Fact> {
  readonly records: readonly LedgerRecord[];
  readonly reply: Reply;
  /** What observers are to hear once the records are committed; of a decision without records, with the reply. */
  readonly facts: readonly Fact[];
}
