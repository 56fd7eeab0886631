/**
 * Settings of an older release said in today's terms. A scenario carries no Kafka version: what an older release
 * resolves differently is written into the settings, so that a 2.5 file without `acks` runs as acks=1 without
 * idempotence, and replays so.
 */
import { absentIn, type ConfigKind, defaultOf, keyTables } from "./key-tables.ts";
import { resolveClient } from "./resolve-client.ts";
import { judgeProducerSettings } from "./resolve-producer.ts";
import type { Settings } from "./settings.ts";
import { isAtLeast, type KafkaVersion, latestVersion } from "./version.ts";

/** The given settings of that release, plus those of its defaults that today's Kafka does not share. */
export function settingsForToday(kind: ConfigKind, settings: Settings, version: KafkaVersion): Settings {
  const today: Record<string, string> = {};
  for (const [name, value] of Object.entries(settings)) {
    const key = keyTables[kind].get(name);
    if (key !== undefined && absentIn(key, version) === null)
      carry(today, name, value, (other) => isRead(kind, settings, other, version));
  }
  if (kind !== "topic") addOlderDefaults(kind, today, version);
  if (kind === "producer") addOlderProducer(today, settings, version);
  if (kind === "consumer" || kind === "producer") addConstantBackoff(kind, today, settings, version);
  return today;
}

function isRead(kind: ConfigKind, settings: Settings, name: string, version: KafkaVersion): boolean {
  const key = keyTables[kind].get(name);
  return settings[name] !== undefined && key !== undefined && absentIn(key, version) === null;
}

/** The symmetric timestamp bound went with 4.0; its two successors say the same unless they are set (KIP-937). */
function carry(today: Record<string, string>, name: string, value: string, isSet: (other: string) => boolean): void {
  if (!name.endsWith("message.timestamp.difference.max.ms")) {
    today[name] = value;
    return;
  }
  for (const side of ["before", "after"]) {
    const successor = name.replace(".difference.", `.${side}.`);
    if (!isSet(successor)) today[successor] = value;
  }
}

/** Topics need none: what they do not set comes from the broker. */
function addOlderDefaults(kind: ConfigKind, today: Record<string, string>, version: KafkaVersion): void {
  for (const key of keyTables[kind].values()) {
    if (!key.modelled || today[key.name] !== undefined) continue;
    const older = defaultOf(key, version);
    if (older !== null && older !== defaultOf(key, latestVersion)) today[key.name] = older;
  }
}

/** What only an older release resolves: acks raised by idempotence (2.x), idempotence dropped above five in flight (3.x). */
function addOlderProducer(today: Record<string, string>, settings: Settings, version: KafkaVersion): void {
  if (!isAtLeast(version, "3.3")) today["partitioner.adaptive.partitioning.enable"] = "false";
  if (isAtLeast(version, "4.0")) return;
  const { config } = judgeProducerSettings(settings, { version });
  if (today["acks"] !== undefined || config.acks !== -1)
    today["acks"] = config.acks === -1 ? "all" : String(config.acks);
  if (!config.enableIdempotence) today["enable.idempotence"] = "false";
  else if (settings["enable.idempotence"] === undefined) delete today["enable.idempotence"];
}

/** Up to 3.6 the back-off was a constant: a bound equal to it says so (KIP-580). */
function addConstantBackoff(
  kind: "producer" | "consumer",
  today: Record<string, string>,
  settings: Settings,
  version: KafkaVersion,
): void {
  if (isAtLeast(version, "3.7")) return;
  const { times } = resolveClient({ table: keyTables[kind], settings, version });
  today["retry.backoff.max.ms"] = String(times.retryBackoffMaxMs);
}
