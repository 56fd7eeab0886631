/** Decision points of the consumer. The default is today's Kafka (4.x); each comment names what another answer breaks. */
export interface ConsumerRules {
  /**
   * A node is not fetched from while something that came from it waits for the application. Before, what was buffered
   * fell out of the fetch session until it was taken, and the whole session with it now and then (KAFKA-17182).
   */
  readonly sparesBufferedNodes: boolean;
  /**
   * A consumer asks the new leader where the epoch of its position ends before it fetches on (X-4, KIP-320). Without it
   * a position behind a truncation silently skips what was written there (defect G-21). -1: unknown.
   */
  readonly validatesPosition: (offsetEpoch: number, leaderEpoch: number) => boolean;
}

export const kafka4Consumer: ConsumerRules = {
  sparesBufferedNodes: true,
  validatesPosition: (offsetEpoch, leaderEpoch) => offsetEpoch >= 0 && leaderEpoch >= 0,
};
