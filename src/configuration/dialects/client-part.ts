/** What every dialect makes: a client in Kafka's own keys, its defaults before what its file says. */
import { lastOf, type PlacedSetting } from "../parts.ts";

/** Defaults of a client as settings whose place is that client. */
export const defaultsOf = (client: string, values: Readonly<Record<string, string>>): readonly PlacedSetting[] =>
  Object.entries(values).map(([key, value]) => ({ key, value, file: `default of ${client}` }));

/**
 * Other clients give a record up whatever its request still waits for; the Java client wants room for one request
 * (delivery.timeout.ms of linger.ms + request.timeout.ms at least).
 */
export function withRoomForRequest(settings: readonly PlacedSetting[]): readonly PlacedSetting[] {
  const number = (key: string): number => Number(lastOf(settings, key)?.value ?? Number.NaN);
  const [delivery, linger, request] = ["delivery.timeout.ms", "linger.ms", "request.timeout.ms"].map(number);
  if (!(delivery! < linger! + request!)) return settings;
  const room = String(Math.max(1, delivery! - linger!));
  const shorter = { ...lastOf(settings, "request.timeout.ms")!, value: room };
  return [...settings, shorter];
}

/** The settings under a prefix, without it; the last of equal prefixes wins, in the order given. */
export const under = (prefix: string, settings: readonly PlacedSetting[]): readonly PlacedSetting[] =>
  settings
    .filter(({ key }) => key.startsWith(prefix) && key.length > prefix.length)
    .map((setting) => ({ ...setting, key: setting.key.slice(prefix.length) }));
