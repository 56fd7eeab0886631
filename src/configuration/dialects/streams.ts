/** Kafka Streams: client keys of a file stand as they are or after `producer.`, `main.consumer.` and `consumer.` (StreamsConfig). */
import { keyTables } from "../../kafka/config/key-tables.ts";
import type { ClientPart, PlacedSetting } from "../parts.ts";
import { defaultsOf, under } from "./client-part.ts";

const client = "Kafka Streams";

/** Whether it goes to a client; `linger.ms` and the like may stand without a prefix. */
export const isClientKeyOfStreams = (key: string): boolean =>
  /^(producer|consumer|main\.consumer)\../.test(key) || isPlain("producer", key) || isPlain("consumer", key);

const isPlain = (kind: "producer" | "consumer", key: string): boolean => keyTables[kind].has(key);

export function readStreams(file: string, settings: readonly PlacedSetting[]): ClientPart {
  const plain = (kind: "producer" | "consumer") => settings.filter(({ key }) => isPlain(kind, key));
  const guarantee = settings.findLast(({ key }) => key === "processing.guarantee")?.value.trim() ?? "at_least_once";
  const isExact = guarantee.startsWith("exactly_once");
  const producerDefaults = {
    "linger.ms": "100",
    ...(isExact ? { "enable.idempotence": "true", "delivery.timeout.ms": "2147483647" } : {}),
  };
  return {
    name: file,
    file,
    producer: [...defaultsOf(client, producerDefaults), ...plain("producer"), ...under("producer.", settings)],
    consumer: [
      ...defaultsOf(client, { "auto.offset.reset": "earliest", "max.poll.records": "1000" }),
      ...plain("consumer"),
      ...under("consumer.", settings),
      ...under("main.consumer.", settings),
    ],
    doubts: [],
    notes: [
      `${file}: the producer and the consumer of Kafka Streams, with its defaults; what it does with them is not modelled`,
      ...(isExact ? [`${file}: transactions are not modelled: judged as an idempotent producer`] : []),
    ],
  };
}
