/**
 * Spring Boot's `spring.kafka.*` and Spring Cloud Stream's Kafka binder, in .properties or yml, with Spring's relaxed names
 * (`batch-size`, `batchSize`). The binder asks for one acknowledgement unless told otherwise.
 */
import { keyTables } from "../../kafka/config/key-tables.ts";
import { decidedBy, dottedName, resembles } from "../deciding-keys.ts";
import { type ClientPart, type Doubt, mayStandFor, type PlacedSetting } from "../parts.ts";
import { defaultsOf, under } from "./client-part.ts";

const boot = "spring.kafka.";
const binder = "spring.cloud.stream.kafka.";

export const isSpring = (keys: readonly string[]): boolean =>
  keys.some((key) => dottedName(key).startsWith(boot) || dottedName(key).startsWith(binder));

type Side = "producer" | "consumer";

/** Spring's names for keys of the clients where dots alone do not make them. */
const javaNames: Readonly<Record<Side, Readonly<Record<string, string>>>> = {
  producer: { "transaction.id.prefix": "transactional.id" },
  consumer: {
    "auto.commit.interval": "auto.commit.interval.ms",
    "fetch.max.wait": "fetch.max.wait.ms",
    "fetch.min.size": "fetch.min.bytes",
    "heartbeat.interval": "heartbeat.interval.ms",
    "max.poll.interval": "max.poll.interval.ms",
  },
};

/** Sections of `spring.kafka` that belong to no producer and no consumer. */
const otherSections =
  /^(admin|streams|listener|template|ssl|security|jaas|retry|bootstrap\.servers|client\.id|.*\.ssl\.|.*\.security\.)/;

/** `others`: settings of documents that hold in some profile of the application only. */
export function readSpring(
  file: string,
  settings: readonly PlacedSetting[],
  others: readonly PlacedSetting[],
): ClientPart {
  const own = settings.map(dotted);
  const isBinder = own.some(({ key }) => key.startsWith(binder));
  const hasDefault = [...settings, ...others].filter(({ value }) => value.search(placeholder) >= 0);
  return {
    name: file,
    file,
    producer: [...(isBinder ? defaultsOf("Spring Cloud Stream", { acks: "1" }) : []), ...settingsOf("producer", own)],
    consumer: settingsOf("consumer", own),
    doubts: [...own.flatMap(doubtOf), ...others.map(dotted).flatMap(doubtOfProfile)],
    notes: [
      `${file}: the producer and the consumer of a Spring application${isBinder ? "; Spring Cloud Stream asks for acks=1 unless told otherwise" : ""}`,
      ...hasDefault.map(({ key, value }) => `${file}: ${key}=${value}: judged with what stands after the colon`),
    ],
  };
}

const placeholder = /\$\{[^:}]+:([^}]*)\}/g;

const dotted = (setting: PlacedSetting): PlacedSetting => ({
  ...setting,
  key: dottedName(setting.key),
  value: setting.value.replaceAll(placeholder, "$1"),
});

function settingsOf(side: Side, settings: readonly PlacedSetting[]): readonly PlacedSetting[] {
  const named = under(`${boot}${side}.`, settings)
    .filter(({ key }) => !key.startsWith("properties."))
    .map((setting) => ({ ...setting, key: javaNames[side][setting.key] ?? setting.key }))
    .filter(({ key }) => keyTables[side].has(key));
  const acks =
    side === "producer" ? under(`${binder}binder.`, settings).filter(({ key }) => key === "required.acks") : [];
  return [
    ...acks.map((setting) => ({ ...setting, key: "acks" })),
    ...common(side, under(`${binder}binder.configuration.`, settings)),
    ...under(`${binder}binder.${side}.properties.`, settings),
    ...ofBindings(side, settings),
    ...common(side, under(`${boot}properties.`, settings)),
    ...named,
    ...under(`${boot}${side}.properties.`, settings),
  ].map((setting) => ({ ...setting, value: inKafkasUnits(setting.key, setting.value) }));
}

/** Of what both clients get, each takes what it knows. */
const common = (side: Side, settings: readonly PlacedSetting[]): readonly PlacedSetting[] =>
  settings.filter(({ key }) => keyTables[side].has(key));

/** `spring.cloud.stream.kafka.bindings.orders-out-0.producer.configuration.acks` */
function ofBindings(side: Side, settings: readonly PlacedSetting[]): readonly PlacedSetting[] {
  const pattern = new RegExp(
    `^${binder.replaceAll(".", "\\.")}(?:bindings\\..+|default)\\.${side}\\.configuration\\.(.+)$`,
  );
  return settings.flatMap((setting) => {
    const key = pattern.exec(setting.key)?.[1];
    return key === undefined ? [] : [{ ...setting, key }];
  });
}

const bytes: Readonly<Record<string, number>> = { B: 1, KB: 1024, MB: 1024 ** 2, GB: 1024 ** 3 };
const millis: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** `16KB` of a key in bytes, `2s` of a key in milliseconds; `read-committed` is Kafka's `read_committed`. */
function inKafkasUnits(key: string, value: string): string {
  const text = value.trim();
  const [, number, unit] = /^(\d+)(B|KB|MB|GB|ms|s|m|h)$/.exec(text) ?? [];
  if (key.endsWith(".ms") && unit !== undefined && millis[unit] !== undefined)
    return String(Number(number) * millis[unit]);
  if (unit !== undefined && bytes[unit] !== undefined) return String(Number(number) * bytes[unit]);
  return key === "isolation.level" ? text.replace("-", "_") : text;
}

/** Below `spring.kafka` and the binder, a name that nobody reads and that resembles one that decides. */
function doubtOf(setting: PlacedSetting): readonly Doubt[] {
  const [, rest] = /^spring\.(?:kafka|cloud\.stream\.kafka)\.(.+)$/.exec(setting.key) ?? [];
  if (rest === undefined) return ofApplication(setting);
  const [, side, name] = /^(producer|consumer)\.(?!properties\.)(.+)$/.exec(rest) ?? [];
  if (otherSections.test(rest) || (side === undefined && /^(properties|binder|bindings|default)\./.test(rest)))
    return [];
  if (
    /^(producer|consumer)\.properties\./.test(rest) ||
    side === "consumer" ||
    (name !== undefined && keyTables.producer.has(javaNames.producer[name] ?? name))
  )
    return [];
  const near = resembles("producer", name ?? rest);
  return near === null ? [] : [mayStandFor(setting, "no property of Spring", near)];
}

/** `orders.kafka.acks=1`: what the application does with a property of its own is not known. */
function ofApplication(setting: PlacedSetting): readonly Doubt[] {
  if (!/kafka|producer/.test(setting.key)) return [];
  const near = resembles("producer", setting.key);
  return near === null ? [] : [mayStandFor(setting, "a property of the application", near)];
}

function doubtOfProfile({ key, value, file, line }: PlacedSetting): readonly Doubt[] {
  const last = key
    .replace(/^spring\..*\.(producer|properties|configuration|binder)\./, "")
    .replace(/^required\.acks$/, "acks");
  const guarantees = decidedBy("producer", last);
  if (guarantees.length === 0 || !(key.startsWith(boot) || key.startsWith(binder))) return [];
  return [{ key, file, line, guarantees, reason: `${key}=${value} holds in one profile of the application only` }];
}
