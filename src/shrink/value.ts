/**
 * The first axis, the value: what happens after the failure goes first, then faults, clients, records, the cluster; in
 * the end fast-check's own shrinker polishes every number that is left.
 */
import { scenarioArbitrary } from "../arbitrary/scenario-arbitrary.ts";
import type { Fault } from "../chaos/fault.ts";
import { profiles } from "../chaos/fault-kinds.ts";
import { millisOf } from "../core/time.ts";
import type { ClusterPlan, Scenario } from "../run/scenario.ts";
import { lowerNumber, removeParts } from "./lists.ts";
import type { Shrinking } from "./shrink.ts";

export function shrinkValue(search: Shrinking): void {
  endEarly(search);
  removeParts(
    () => search.best.faults,
    (faults) => search.attempt({ ...search.best, faults }),
  );
  removeClients(search);
  fewerRecords(search);
  smallerCluster(search);
  splitFaults(search);
  polish(search);
}

/** Nothing that is planned after the violation matters for it. */
function endEarly(search: Shrinking): void {
  const at = millisOf(search.outcome.violations.at(-1)?.atMicros ?? 0) + 1;
  const { best } = search;
  if (at < best.limits.chaosMs) {
    const faults = best.faults.filter((fault) => !("at" in fault.trigger) || fault.trigger.at <= at);
    if (search.attempt({ ...best, faults, limits: { ...best.limits, chaosMs: at } })) return;
    search.attempt({ ...best, faults });
  }
}

function removeClients(search: Shrinking): void {
  removeParts(
    () => search.best.workload.consumers,
    (consumers) => search.attempt({ ...search.best, workload: { ...search.best.workload, consumers } }),
  );
  removeParts(
    () => search.best.workload.producers,
    (producers) => search.attempt({ ...search.best, workload: { ...search.best.workload, producers } }),
  );
}

function fewerRecords(search: Shrinking): void {
  for (let i = 0; i < search.best.workload.producers.length; i++) {
    const change = (fields: Partial<Scenario["workload"]["producers"][number]>): boolean => {
      const producers = search.best.workload.producers.map((plan, at) => (at === i ? { ...plan, ...fields } : plan));
      return search.attempt({ ...search.best, workload: { ...search.best.workload, producers } });
    };
    lowerNumber(search.best.workload.producers[i]!.records, 1, (records) => change({ records }));
    const plan = search.best.workload.producers[i]!;
    // Later and fewer: the record that matters is often the last one.
    if (plan.records > 1) {
      change({ startMs: plan.startMs + plan.everyMs * (plan.records - 1), records: 1 });
    }
    if (plan.burst > 1) change({ burst: 1 });
    if (plan.tombstoneEvery > 0) change({ tombstoneEvery: 0 });
  }
}

function smallerCluster(search: Shrinking): void {
  const change = (fields: Partial<ClusterPlan>): boolean =>
    search.attempt({ ...search.best, cluster: { ...search.best.cluster, ...fields } });
  const { cluster } = search.best;
  const partitions = (count: number): boolean =>
    change({ topics: search.best.cluster.topics.map((topic) => ({ ...topic, partitions: count })) });
  lowerNumber(Math.max(...cluster.topics.map((topic) => topic.partitions)), 1, partitions);
  const most = Math.max(...cluster.topics.map((topic) => topic.replicationFactor));
  lowerNumber(cluster.brokers, most, (brokers) => change({ brokers }));
  if (cluster.disksPerBroker > 1) change({ disksPerBroker: 1 });
  if (cluster.racks.length > 0) change({ racks: [] });
}

/** A fault of many nodes or a rolling one as simpler ones. */
function splitFaults(search: Shrinking): void {
  for (let i = 0; i < search.best.faults.length; i++) {
    for (const simpler of simplerFaults(search.best.faults[i]!)) {
      const faults = search.best.faults.map((fault, at) => (at === i ? simpler : fault));
      if (search.attempt({ ...search.best, faults })) break;
    }
  }
}

function simplerFaults(fault: Fault): readonly Fault[] {
  if (fault.kind === "power-loss" && fault.nodes.length > 1)
    return fault.nodes.map((node) => ({ ...fault, nodes: [node] }));
  if (fault.kind === "power-loss" && fault.tail === "torn") return [{ ...fault, tail: "none" }];
  if (fault.kind === "cut" && fault.from.length + fault.to.length > 2) {
    return fault.from.flatMap((from) => fault.to.map((to) => ({ ...fault, from: [from], to: [to] })));
  }
  return [];
}

function polish(search: Shrinking): void {
  const { cluster, workload, rules, limits } = search.best;
  const arbitrary = scenarioArbitrary({
    cluster,
    producerSettings: workload.producers[0]?.settings ?? {},
    consumerSettings: workload.consumers[0]?.settings ?? {},
    varyClients: true,
    rules,
    kinds: profiles.all.kinds,
    chaosMs: limits.chaosMs,
    calmMs: limits.calmMs,
    records: 1000,
  });
  for (let improved = true; improved && !search.exhausted; ) {
    improved = false;
    if (!arbitrary.canShrinkWithoutContext(search.best)) return;
    for (const candidate of arbitrary.shrink(search.best, undefined)) {
      if (search.exhausted) return;
      const kept = { ...candidate.value, limits: search.best.limits, overrides: search.best.overrides };
      if (search.attempt(kept)) {
        improved = true;
        break;
      }
    }
  }
}
