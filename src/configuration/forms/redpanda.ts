/** Redpanda speaks Kafka's protocol and replicates by Raft: recognised, and refused by name. */
import type { BadInput } from "../../scenario/bad-input.ts";
import { badInput } from "../refusal.ts";
import { at, isYamlMap, lineAt, textAt, type YamlValue } from "../yaml-file.ts";

/** The line that says so; null: no Redpanda. */
function lineOfRedpanda(document: YamlValue): number | null {
  if (isYamlMap(at(document, "redpanda"))) return lineAt(document, "redpanda") ?? 1;
  if ((textAt(document, "apiVersion") ?? "").startsWith("cluster.redpanda.com/"))
    return lineAt(document, "apiVersion") ?? 1;
  const services = at(document, "services");
  for (const service of isYamlMap(services) ? services.entries : []) {
    if (/redpandadata\/redpanda(:|$)|vectorized\/redpanda(:|$)/.test(textAt(service.value, "image") ?? ""))
      return service.line;
  }
  return null;
}

export function refuseRedpanda(file: string, documents: readonly YamlValue[]): BadInput | null {
  const line = documents.map(lineOfRedpanda).find((one) => one !== null);
  if (line === undefined || line === null) return null;
  const message =
    "this is Redpanda, which replicates by Raft: Kafka's rules of ISR, high watermark and elections say nothing about it; its clients' files can be judged";
  return badInput({ file, line }, "Redpanda", "a configuration of Kafka", message);
}
