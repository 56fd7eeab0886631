/**
 * Exponential back-off with jitter (KIP-580; org.apache.kafka.common.utils.ExponentialBackoff): doubled per attempt,
 * 20 % up or down, never above the bound.
 */
import type { Millis } from "../core/time.ts";
import type { ClientContext } from "./context.ts";

const jitterSteps = 4001;
const largestExponent = 30;

/** `attempt` counts from 0. `name` names the jitter: mix what is retried and the attempt into it. */
export function backoffMs(
  initialMs: Millis,
  maxMs: Millis,
  attempt: number,
  name: number,
  context: ClientContext,
): Millis {
  if (initialMs <= 0 || maxMs <= 0) return 0;
  const exponent = initialMs < maxMs ? Math.min(attempt, largestExponent) : 0;
  const term = initialMs * 2 ** exponent;
  const spread = 8000 + context.choose(name, jitterSteps);
  return Math.min(maxMs, Math.floor((term * spread) / 10_000));
}
