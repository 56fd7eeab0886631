/** Decision points of the consumer. The default is today's Kafka (4.x); each comment names what another answer breaks. */
export interface ConsumerRules {
  /**
   * A consumer asks the new leader where the epoch of its position ends before it fetches on (X-4, KIP-320). Without it
   * a position behind a truncation silently skips what was written there (defect G-21). -1: unknown.
   */
  readonly validatesPosition: (offsetEpoch: number, leaderEpoch: number) => boolean;
}

export const kafka4Consumer: ConsumerRules = {
  validatesPosition: (offsetEpoch, leaderEpoch) => offsetEpoch >= 0 && leaderEpoch >= 0,
};
