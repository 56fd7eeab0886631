/**
 * The first axis, the value: what happens after the failure goes first, then faults, clients, records, the cluster; in
 * the end fast-check's own shrinker polishes every number that is left.
 */
import { scenarioArbitrary } from "../arbitrary/scenario-arbitrary.ts";
import { cardOf } from "../chaos/fault.ts";
import { profiles } from "../chaos/fault-kinds.ts";
import { millisOf } from "../core/time.ts";
import type { ClusterPlan, Scenario, TopicPlan } from "../scenario/scenario.ts";
import type { ProducerPlan } from "../workload/plan.ts";
import { lowerNumber, removeParts } from "./lists.ts";
import { fewerSeeks, simplerPlans } from "./plans.ts";
import type { Shrinking } from "./shrinking.ts";

/** What one axis cannot take away alone, it often can after another has moved: around until nothing moves any more. */
export function shrinkValue(search: Shrinking): void {
  for (let before: Scenario | null = null; before !== search.best && !search.exhausted; ) {
    before = search.best;
    endEarly(search);
    removeParts(
      () => search.best.faults,
      (faults) => search.attempt({ ...search.best, faults }),
    );
    removeClients(search);
    simplerPlans(search);
    fewerSeeks(search);
    fewerRecords(search);
    smallerCluster(search);
    splitFaults(search);
    removePairs(search);
  }
}

/** Two faults that need each other (one cuts, one heals the effect) go together or not at all. */
function removePairs(search: Shrinking): void {
  for (let i = 0; i < search.best.faults.length; i++) {
    for (let j = i + 1; j < search.best.faults.length && search.best.faults.length <= mostForPairs; j++) {
      const faults = search.best.faults.filter((_, at) => at !== i && at !== j);
      if (search.attempt({ ...search.best, faults })) j = i;
    }
  }
}

/** Quadratic passes only while they are small. */
const mostForPairs = 9;

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
    dropFirst(search.best.workload.producers[i]!, change);
    thinOut(() => search.best.workload.producers[i]!, change);
    sendAround(search, () => search.best.workload.producers[i]!, change);
    const plan = search.best.workload.producers[i]!;
    if (plan.burst > 1) change({ burst: 1 });
    if (plan.tombstoneEvery > 0) change({ tombstoneEvery: 0 });
  }
}

type Change = (fields: Partial<ProducerPlan>) => boolean;

/** Later and fewer: the record that matters is often the last one. */
function dropFirst(plan: ProducerPlan, change: Change): void {
  const rounds = Math.ceil(plan.records / plan.burst);
  lowerNumber(rounds, 1, (left) => {
    const dropped = rounds - left;
    return change({ startMs: plan.startMs + plan.everyMs * dropped, records: plan.records - plan.burst * dropped });
  });
}

/** Enough records to look at one by one: more get a few sends around the moments that matter instead. */
const fewRecords = 10;

function sendAround(search: Shrinking, plan: () => ProducerPlan, change: Change): void {
  if (plan().records <= fewRecords) return;
  const violation = search.outcome.violations.at(-1);
  const moments = search.best.faults.flatMap(({ trigger }) => ("at" in trigger ? [trigger.at] : []));
  for (const moment of [...moments, millisOf(violation?.atMicros ?? 0)]) {
    for (const records of [1, 3, 6, fewRecords]) {
      for (const everyMs of new Set([plan().everyMs, 20])) {
        const startMs = Math.max(0, moment - everyMs * Math.floor((2 * records) / 3));
        if (change({ records, everyMs, startMs, burst: 1 })) return;
      }
    }
  }
  sendAnywhere(search, plan, change);
}

const places = 16;
const rhythms = [
  { records: 6, everyMs: 400, burst: 1 },
  { records: fewRecords, everyMs: 50, burst: 1 },
  { records: fewRecords, everyMs: 200, burst: 5 },
  { records: fewRecords, everyMs: 600, burst: 2 },
];

/** A few sends in some rhythm, tried all along the run. */
function sendAnywhere(search: Shrinking, plan: () => ProducerPlan, change: Change): void {
  const last = plan().startMs + plan().everyMs * Math.ceil(plan().records / plan().burst);
  const end = Math.min(last, search.best.limits.chaosMs);
  for (const rhythm of rhythms) {
    for (let place = 0; place < places; place++) {
      if (change({ ...rhythm, startMs: Math.floor((end * place) / places) })) return;
    }
  }
}

/** The same stretch of time with half of the records, as often as it goes. */
function thinOut(plan: () => ProducerPlan, change: Change): void {
  for (let half = true; half && plan().records > 1; ) {
    const { records, everyMs, burst } = plan();
    half =
      (burst > 1 && change({ burst: Math.ceil(burst / 2), records: Math.ceil(records / 2) })) ||
      change({ everyMs: everyMs * 2, records: Math.ceil(records / 2) });
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
  for (const [i, topic] of search.best.cluster.topics.entries()) {
    for (const key of Object.keys(topic.settings)) {
      change({ topics: search.best.cluster.topics.map((one, at) => (at === i ? without(one, key) : one)) });
    }
  }
  if (cluster.disksPerBroker > 1) change({ disksPerBroker: 1 });
  if (cluster.racks.length > 0) change({ racks: [] });
}

/** min.insync.replicas and unclean elections decide what is promised: they stay. */
const deciding = new Set(["min.insync.replicas", "unclean.leader.election.enable", "flush.messages"]);

function without(topic: TopicPlan, key: string): TopicPlan {
  if (deciding.has(key)) return topic;
  const settings = Object.fromEntries(Object.entries(topic.settings).filter(([name]) => name !== key));
  return { ...topic, settings };
}

/** A fault of many nodes or a rolling one as simpler ones. */
function splitFaults(search: Shrinking): void {
  for (let i = 0; i < search.best.faults.length; i++) {
    const split = search.best.faults[i]!;
    for (const simpler of cardOf(split.kind).simpler?.(split) ?? []) {
      const faults = search.best.faults.map((fault, at) => (at === i ? simpler : fault));
      if (search.attempt({ ...search.best, faults })) break;
    }
  }
}

/** In the end fast-check's own shrinker, number by number. */
export function polishValue(search: Shrinking): void {
  const { cluster, workload, rules, limits } = search.best;
  const arbitrary = scenarioArbitrary({
    cluster,
    brokerSettings: {},
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
