/**
 * Small changes of a scenario. Each takes something of a donor, a fresh scenario of the same space, where it needs
 * anything new, so that what comes out lies in the space as well.
 */
import type fc from "fast-check";
import { mostFaults } from "../arbitrary/fault-draw.ts";
import type { Fault } from "../chaos/fault.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { oneIn, pick } from "./chance.ts";

type Mutation = (random: fc.Random, scenario: Scenario, donor: Scenario) => Scenario;

const withFaults = (scenario: Scenario, faults: readonly Fault[]): Scenario => ({
  ...scenario,
  faults: faults.slice(-mostFaults),
});

const startOf = (fault: Fault): number | null => ("at" in fault.trigger ? fault.trigger.at : null);

export const at = (fault: Fault, startMs: number): Fault => ({ ...fault, trigger: { at: Math.max(0, startMs) } });

/** A few faults of the donor, close to a fault that is there. */
const addNearby: Mutation = (random, scenario, donor) => {
  if (donor.faults.length === 0) return scenario;
  const near = scenario.faults.length === 0 ? null : startOf(pick(random, scenario.faults));
  const spread = pick(random, [60, 300, 1200]);
  const added = Array.from({ length: random.nextInt(1, 4) }, () => {
    const fault = pick(random, donor.faults);
    return near === null || startOf(fault) === null ? fault : at(fault, near + random.nextInt(-spread, spread));
  });
  return withFaults(scenario, [...scenario.faults, ...added]);
};

const dropSome: Mutation = (random, scenario) =>
  withFaults(
    scenario,
    scenario.faults.filter(() => !oneIn(random, 4)),
  );

const moveOne: Mutation = (random, scenario) => {
  const reach = pick(random, [10, 60, 250, 1000]);
  return changeOne(random, scenario, (fault) => {
    const start = startOf(fault);
    return start === null ? fault : at(fault, start + random.nextInt(-reach, reach));
  });
};

/** A quarter as long to four times as long; how slow a link is changes likewise. */
const stretchOne: Mutation = (random, scenario) => {
  const percent = pick(random, [25, 50, 200, 400]);
  const stretched = (value: number): number => Math.max(1, Math.floor((value * percent) / 100));
  return changeOne(random, scenario, (fault) => {
    if (fault.kind === "slow-link" && oneIn(random, 2)) return { ...fault, extraMs: stretched(fault.extraMs) };
    if ("durationMs" in fault) return { ...fault, durationMs: stretched(fault.durationMs) };
    return "downMs" in fault ? { ...fault, downMs: stretched(fault.downMs) } : fault;
  });
};

const repeatOne: Mutation = (random, scenario) => {
  if (scenario.faults.length === 0) return scenario;
  const fault = pick(random, scenario.faults);
  const start = startOf(fault);
  const id = random.nextInt(0, 0xffffff);
  const again = start === null ? fault : at(fault, start + random.nextInt(1, 2000));
  return withFaults(scenario, [...scenario.faults, { ...again, id }]);
};

/** Everything comes closer together around one moment. */
const crowd: Mutation = (random, scenario) => {
  const middle = random.nextInt(0, scenario.limits.chaosMs);
  const percent = pick(random, [15, 40]);
  const faults = scenario.faults.map((fault) => {
    const start = startOf(fault);
    return start === null ? fault : at(fault, middle + Math.trunc(((start - middle) * percent) / 100));
  });
  return withFaults(scenario, faults);
};

/** The same faults under another schedule. */
const otherSeed: Mutation = (_random, scenario, donor) => ({ ...scenario, seed: donor.seed });

const otherWorkload: Mutation = (_random, scenario, donor) => ({ ...scenario, workload: donor.workload });

const otherLinks: Mutation = (_random, scenario, donor) => ({
  ...scenario,
  cluster: { ...scenario.cluster, latencyMicros: donor.cluster.latencyMicros },
});

function changeOne(random: fc.Random, scenario: Scenario, change: (fault: Fault) => Fault): Scenario {
  if (scenario.faults.length === 0) return scenario;
  const index = random.nextInt(0, scenario.faults.length - 1);
  return withFaults(
    scenario,
    scenario.faults.map((fault, i) => (i === index ? change(fault) : fault)),
  );
}

/** Repeated: likelier. Small steps in time reach what a run that met something rare just missed. */
export const mutations: readonly Mutation[] = [
  moveOne,
  moveOne,
  moveOne,
  stretchOne,
  stretchOne,
  addNearby,
  addNearby,
  repeatOne,
  dropSome,
  crowd,
  otherSeed,
  otherSeed,
  otherWorkload,
  otherLinks,
];
