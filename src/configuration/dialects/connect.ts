/**
 * Kafka Connect: what its workers and connectors hand to their producers and consumers. `producer.` and `consumer.` of a
 * worker, then `producer.override.` and `consumer.override.` of a connector, over the defaults of a worker (Worker.java).
 */

import { flatSettings } from "../flat-settings.ts";
import type { ClientPart, ConnectPart, PlacedSetting } from "../parts.ts";
import { at, textAt, type YamlValue } from "../yaml-file.ts";
import { defaultsOf, under } from "./client-part.ts";

/** A source task has one request in flight instead of idempotence. */
const producerDefaults = {
  acks: "all",
  "enable.idempotence": "false",
  "max.in.flight.requests.per.connection": "1",
  "delivery.timeout.ms": "2147483647",
  "max.block.ms": "9223372036854775807",
};
const consumerDefaults = { "auto.offset.reset": "earliest" };

const client = "Kafka Connect";

/** Keys that belong to clients; the rest is Connect's own. */
export const isClientKeyOfConnect = (key: string): boolean => /^(producer|consumer)\.(override\.)?./.test(key);

/** Each connector with the worker it runs on; a worker without connectors by itself. */
export function readConnect(
  workers: readonly ConnectPart[],
  connectors: readonly ConnectPart[],
): readonly ClientPart[] {
  const [worker] = workers;
  const alone = connectors.length === 0 ? workers.map((one) => clientOf(one, [])) : [];
  return [
    ...alone,
    ...connectors.map((connector) => clientOf({ ...connector, settings: worker?.settings ?? [] }, connector.settings)),
  ];
}

function clientOf({ name, file, settings }: ConnectPart, connector: readonly PlacedSetting[]): ClientPart {
  const own = (kind: "producer" | "consumer") => [
    ...under(`${kind}.`, settings).filter(({ key }) => !key.startsWith("override.")),
    ...under(`${kind}.override.`, [...settings, ...connector]),
  ];
  return {
    name,
    file,
    producer: [...defaultsOf(client, producerDefaults), ...own("producer")],
    consumer: [...defaultsOf(client, consumerDefaults), ...own("consumer")],
    doubts: [],
    notes: [
      `${name}: the producers and consumers of Kafka Connect, with its defaults; its own settings are not modelled`,
    ],
  };
}

/** As Connect's REST interface takes it: `{ "name": …, "config": { "connector.class": … } }`, or the inner part alone. */
const configOf = (document: YamlValue): YamlValue | undefined => at(document, "config") ?? document;

export const isConnector = (document: YamlValue): boolean =>
  textAt(configOf(document), "connector.class") !== undefined;

export function readConnector(file: string, document: YamlValue): ConnectPart {
  const settings = flatSettings(file, configOf(document)).filter(({ key }) => isClientKeyOfConnect(key));
  return { name: textAt(document, "name") ?? file, file, settings };
}
