/** Forgetting producers (L-73): the state outlives its records (KIP-360), so that age alone ends it. */
import { invariant } from "../../core/invariant.ts";
import type { Millis } from "../../core/time.ts";
import type { LogEnv, PartitionLog } from "./partition-log.ts";

/**
 * Every producer.id.expiration.check.interval.ms: forgets producers whose last record is `expirationMs` old by the wall
 * clock. Returns how many.
 */
export function expireProducers(log: PartitionLog, env: LogEnv, expirationMs: Millis): number {
  if (log.producers.size === 0) return 0;
  const wallClockMs = env.wallClockMs();
  const known = log.producers.size;
  let expired = 0;
  for (const [producerId, entry] of log.producers) {
    invariant(entry.producerId === producerId, "what is known of a producer stands under its id");
    if (wallClockMs - entry.lastTimestamp < expirationMs) continue;
    log.producers.delete(producerId);
    expired++;
  }
  invariant(log.producers.size === known - expired, "each producer is forgotten once");
  return expired;
}
