/** Forgetting producers (L-73): the state outlives its records (KIP-360), so that age alone ends it. */
import type { Millis } from "../../core/time.ts";
import type { LogEnv, PartitionLog } from "./partition-log.ts";

/**
 * Every producer.id.expiration.check.interval.ms: forgets producers whose last record is `expirationMs` old by the wall
 * clock. Returns how many.
 */
export function expireProducers(log: PartitionLog, env: LogEnv, expirationMs: Millis): number {
  if (log.producers.size === 0) return 0;
  const wallClockMs = env.wallClockMs();
  let expired = 0;
  for (const entry of log.producers.values()) {
    if (wallClockMs - entry.lastTimestamp < expirationMs) continue;
    log.producers.delete(entry.producerId);
    expired++;
  }
  return expired;
}
