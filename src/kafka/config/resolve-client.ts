/** What producers and consumers resolve alike: timeouts and back-off times (CommonClientConfigs). */
import { isSet, readNumber, readText, type SettingsReader } from "./settings-reader.ts";
import { isAtLeast } from "./version.ts";

export interface ClientTimes {
  readonly requestTimeoutMs: number;
  readonly retryBackoffMs: number;
  readonly retryBackoffMaxMs: number;
  readonly reconnectBackoffMs: number;
  readonly reconnectBackoffMaxMs: number;
  readonly metadataMaxAgeMs: number;
  readonly metadataRecoveryStrategy: "rebootstrap" | "none";
  /** Infinity: no time without metadata makes the client start over. */
  readonly metadataRecoveryRebootstrapTriggerMs: number;
}

interface ResolvedClient {
  readonly times: ClientTimes;
  readonly notes: readonly string[];
}

/**
 * Retries back off by a constant up to 3.6 and exponentially since 3.7 (KIP-580); a first back-off above the bound is
 * cut to it. A reconnect back-off given alone is also its own bound.
 */
export function resolveClient(reader: SettingsReader): ResolvedClient {
  const notes: string[] = [];
  const retryMs = readNumber(reader, "retry.backoff.ms");
  const retryMaxMs = isAtLeast(reader.version, "3.7") ? readNumber(reader, "retry.backoff.max.ms") : retryMs;
  if (retryMs > retryMaxMs) {
    notes.push(
      `retry.backoff.ms=${retryMs} is above retry.backoff.max.ms=${retryMaxMs}: every back-off takes ${retryMaxMs} ms`,
    );
  }
  const reconnectMs = readNumber(reader, "reconnect.backoff.ms");
  const isAlone = isSet(reader, "reconnect.backoff.ms") && !isSet(reader, "reconnect.backoff.max.ms");
  if (isAlone) notes.push(`reconnect.backoff.max.ms is not set and follows reconnect.backoff.ms=${reconnectMs}`);
  const startsOver = readText(reader, "metadata.recovery.strategy").toLowerCase() === "rebootstrap";
  const times: ClientTimes = {
    requestTimeoutMs: readNumber(reader, "request.timeout.ms"),
    retryBackoffMs: Math.min(retryMs, retryMaxMs),
    retryBackoffMaxMs: retryMaxMs,
    reconnectBackoffMs: reconnectMs,
    reconnectBackoffMaxMs: isAlone ? reconnectMs : readNumber(reader, "reconnect.backoff.max.ms"),
    metadataMaxAgeMs: readNumber(reader, "metadata.max.age.ms"),
    metadataRecoveryStrategy: startsOver ? "rebootstrap" : "none",
    metadataRecoveryRebootstrapTriggerMs: readNumber(reader, "metadata.recovery.rebootstrap.trigger.ms"),
  };
  return { times, notes };
}
