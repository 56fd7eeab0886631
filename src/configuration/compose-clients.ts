/** Clients among the services of a compose file: workers of Kafka Connect, Spring applications, and what may be others. */

import { dottedName, resembles } from "./deciding-keys.ts";
import { isClientKeyOfConnect } from "./dialects/connect.ts";
import { readSpring } from "./dialects/spring.ts";
import type { ClientPart, ConfigurationParts, ConnectPart, Doubt, PlacedSetting } from "./parts.ts";

export interface Service {
  readonly name: string;
  readonly file: string;
  readonly variables: readonly PlacedSetting[];
}

/** `CONNECT_PRODUCER_ACKS` is `producer.acks`, `SPRING_KAFKA_PRODUCER_ACKS` is `spring.kafka.producer.acks`. */
export function readComposeClients(
  services: readonly Service[],
): Pick<ConfigurationParts, "clients" | "workers" | "doubts"> {
  return {
    workers: services.flatMap(workerOf),
    clients: services.flatMap(springOf),
    doubts: services.flatMap(({ name, variables }) => variables.flatMap((variable) => doubtOf(name, variable))),
  };
}

const named = (variables: readonly PlacedSetting[], prefix: string): readonly PlacedSetting[] =>
  variables.filter(({ key }) => key.startsWith(prefix)).map((one) => ({ ...one, key: dottedName(one.key) }));

function workerOf({ name, file, variables }: Service): readonly ConnectPart[] {
  const own = named(variables, "CONNECT_");
  if (own.length === 0) return [];
  const settings = own.map((one) => ({ ...one, key: one.key.replace(/^connect\./, "") }));
  return [{ name: `service ${name}`, file, settings: settings.filter(({ key }) => isClientKeyOfConnect(key)) }];
}

function springOf({ name, file, variables }: Service): readonly ClientPart[] {
  const own = named(variables, "SPRING_").filter(({ key }) => /^spring\.(kafka|cloud\.stream\.kafka)\./.test(key));
  return own.length === 0 ? [] : [{ ...readSpring(file, own, []), name: `service ${name}` }];
}

function doubtOf(service: string, { key, file, line }: PlacedSetting): readonly Doubt[] {
  if (/^(CONNECT|SPRING)_/.test(key)) return [];
  const meant = resembles("producer", dottedName(key));
  if (meant === null || meant.kind !== "producer") return [];
  const reason = `${key} of the service ${service} may stand for ${meant.key}`;
  return [{ key, file, line, guarantees: meant.guarantees, reason }];
}
