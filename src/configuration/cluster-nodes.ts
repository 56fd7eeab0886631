/** Which nodes of a cluster are brokers, whether their ids are distinct, and what settings they share. */
import { keyTables } from "../kafka/config/key-tables.ts";
import { brokerIdOf, logDirsOf } from "../kafka/config/resolve-broker.ts";
import type { BadInput } from "../scenario/bad-input.ts";
import { decidedBy } from "./deciding-keys.ts";
import { addUndecided, type Findings } from "./findings.ts";
import { identityKeys } from "./modelled-only.ts";
import { type ClusterPart, lastOf, type NodePart, type PlacedSetting, placeText, valuesOf } from "./parts.ts";
import { badInput } from "./refusal.ts";

/** Every node counts as a broker unless its roles say that it is a controller only. */
function isBroker(node: NodePart): boolean {
  const roles = lastOf(node.settings, "process.roles")?.value.trim() ?? "";
  return roles === "" || roles.split(/\s*,\s*/).includes("broker");
}

/** The brokers; if there is none, the controllers stand in, and it is said. */
export function brokersOf(cluster: ClusterPart, findings: Findings): readonly NodePart[] {
  const brokers = cluster.nodes.filter(isBroker);
  const controllers = cluster.nodes.length - brokers.length;
  if (brokers.length > 0) {
    if (controllers > 0)
      findings.notes.add(
        `${controllers} node(s) with process.roles=controller only: the trial has one controller of its own`,
      );
    return brokers;
  }
  if (cluster.nodes.length > 0) {
    findings.notes.add(`${cluster.name}: process.roles=controller, no broker; judged as a broker with these settings`);
  }
  return cluster.nodes;
}

/** Two nodes of one id: the second registration is refused while the first one lives. */
export function refuseDuplicateIds(cluster: ClusterPart): BadInput | null {
  const seen = new Map<number, NodePart>();
  for (const node of cluster.nodes) {
    const id = brokerIdOf(valuesOf(node.settings));
    if (id === null) continue;
    const other = seen.get(id);
    if (other !== undefined) {
      const key = lastOf(node.settings, "node.id") === undefined ? "broker.id" : "node.id";
      const line = lastOf(node.settings, key)?.line;
      const message = `${key}=${id} is already the id of ${other.name}: Kafka refuses it (DUPLICATE_BROKER_REGISTRATION)`;
      return badInput({ file: node.file, line, key }, String(id), "an id of its own for each server", message);
    }
    seen.set(id, node);
  }
  return null;
}

/** Settings of all brokers, the first one's where they differ in a modelled key. */
export function sharedSettings(brokers: readonly NodePart[], findings: Findings): readonly PlacedSetting[] {
  const merged = new Map<string, PlacedSetting>();
  for (const broker of brokers) {
    for (const setting of lastSettings(broker)) {
      const first = merged.get(setting.key);
      if (first === undefined) merged.set(setting.key, setting);
      else if (first.value.trim() !== setting.value.trim()) {
        noteDifference(first, `${setting.value} in ${placeText(setting)}`, findings);
      }
    }
  }
  for (const setting of merged.values()) {
    const lacking = brokers.find((broker) => lastOf(broker.settings, setting.key) === undefined);
    if (lacking !== undefined) noteDifference(setting, `not set in ${lacking.name}`, findings);
  }
  return [...merged.values()];
}

function lastSettings(broker: NodePart): readonly PlacedSetting[] {
  return broker.settings.filter((setting) => lastOf(broker.settings, setting.key) === setting);
}

/** A key that one broker sets and another lacks, or sets otherwise: drift. What it decides then depends on who leads. */
function noteDifference(first: PlacedSetting, other: string, findings: Findings): void {
  const { key, value, file, line } = first;
  if (keyTables.broker.get(key)?.modelled !== true || identityKeys.includes(key)) return;
  const guarantees = decidedBy("broker", key);
  const reason = `brokers differ in ${key} (${value} here, ${other})`;
  if (guarantees.length > 0) addUndecided(findings, { key, file, line, guarantees, reason });
  else findings.notes.add(`${reason}: ${value} is taken for all`);
}

/** Racks in broker order; empty unless at least one broker has one. */
export function racksOf(brokers: readonly NodePart[], findings: Findings): readonly string[] {
  const racks = brokers.map((broker) => lastOf(broker.settings, "broker.rack")?.value.trim() ?? "");
  const given = racks.filter((rack) => rack !== "");
  if (given.length === 0) return [];
  if (given.length < racks.length) {
    findings.notes.add("some brokers have no broker.rack: rack-aware placement is off, as Kafka does it");
    return [];
  }
  return racks;
}

/** Data directories of a broker; the least number if brokers differ. */
export function disksOf(brokers: readonly NodePart[], findings: Findings): number {
  const disks = brokers.map((broker) => Math.max(1, logDirsOf(valuesOf(broker.settings)).length));
  const least = disks.length === 0 ? 1 : Math.min(...disks);
  if (disks.some((count) => count !== least))
    findings.notes.add(`brokers differ in log.dirs; judged with ${least} each`);
  return least;
}

/** Numbers of the trial for the ids of the files. */
export function noteIds(brokers: readonly NodePart[], findings: Findings): void {
  const ids = brokers.map((broker) => brokerIdOf(valuesOf(broker.settings)));
  if (ids.every((id, index) => id === null || id === index + 1)) return;
  const names = ids.map((id, index) => (id === null ? (brokers[index]?.name ?? "?") : String(id)));
  if (brokers.length > 1) findings.notes.add(`brokers ${names.join(", ")} are b1 … b${brokers.length} here`);
}
