/**
 * One run of one scenario: a pure function. The same scenario gives the same digest, in any process, whatever ran before.
 *
 *   bootstrap --topics are ready--> chaos (any faults, safety only) --> calm (healed, everything acknowledged must show)
 */

import { type Fault, laterBy } from "../chaos/fault.ts";
import { Nemesis } from "../chaos/nemesis.ts";
import type { Violation } from "../check/check.ts";
import type { FinalState } from "../check/final-state.ts";
import { microsOf, millisOf } from "../core/time.ts";
import { type Outcome, verdictOf } from "../scenario/outcome.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { guarded } from "../sim/guard.ts";
import { Recorder, type TraceEvent } from "../sim/recorder.ts";
import { anchoredFaults } from "./anchors.ts";
import { bootstrap } from "./bootstrap.ts";
import { calmDown } from "./calm.ts";
import { clusterControlOf } from "./cluster-control.ts";
import { finalState } from "./final-state.ts";
import { planSeeks } from "./seeks.ts";
import { buildWorld, type World, type WorldOptions } from "./world.ts";

export type TraceLine = TraceEvent;

export interface RunOptions extends WorldOptions {
  /** Stop as soon as a violation has this fingerprint (for shrinking). */
  readonly until?: string;
  /** Stop as soon as any promise is broken (for hunting). */
  readonly untilBroken?: boolean;
  /** Gets every event of the run, when it is over. */
  readonly trace?: (line: TraceLine) => void;
  /** Gets the world as it is after the last event, before it is judged. */
  readonly final?: (state: FinalState) => void;
  /** Called each time so many more events have happened, with all of the world still in memory. */
  readonly probe?: { readonly every: number; readonly call: (events: number) => void };
}

export function run(scenario: Scenario, options: RunOptions = {}): Outcome {
  let isFound = false;
  const onViolation = (violation: Violation): void => {
    if (violation.fingerprint === options.until || (options.untilBroken === true && violation.promised)) isFound = true;
    options.onViolation?.(violation);
  };
  return guarded(() => runWorld(buildWorld(scenario, { ...options, onViolation }), options, () => isFound));
}

function runWorld(world: World, options: RunOptions, found: () => boolean): Outcome {
  const { sim, trial, scenario } = world;
  if (options.trace !== undefined) sim.record(new Recorder(options.trace));
  bootstrap(world);
  const startMs = millisOf(sim.now);
  const nemesis = new Nemesis(clusterControlOf(world), shifted(scenario.faults, startMs), world.observer);
  world.members = () => nemesis.members;
  world.anchored = anchoredFaults(world, nemesis, options.anchors ?? null, sim.now);
  for (const client of [...world.producers, ...world.consumers, world.operator]) sim.boot(client);
  planSeeks(world);
  const stop = chaos(world, startMs, found, options) ?? calmDown(world, nemesis, found);
  const last = finalState(world, stop);
  options.final?.(last);
  const final = trial.finish(last);
  return {
    verdict: verdictOf(final.violations),
    digest: sim.digest.text(),
    events: sim.events,
    virtualMicros: sim.now,
    violations: final.violations,
    promised: final.promised,
    tested: final.tested,
    statistics: final.statistics,
    marks: final.marks,
    excused: final.excused,
    stop,
  };
}

/** Null when the phase ended by its time. */
function chaos(world: World, startMs: number, found: () => boolean, options: RunOptions): Outcome["stop"] | null {
  const { sim, scenario } = world;
  const { chaosMs, maxEvents } = scenario.limits;
  const untilMicros = microsOf(startMs + chaosMs);
  const { probe } = options;
  for (let next = probe?.every ?? maxEvents; ; next += probe?.every ?? maxEvents) {
    const stop = sim.runUntil(found, { untilMicros, maxEvents: Math.min(next, maxEvents) });
    if (stop === "done") return "violation";
    if (stop !== "events") return null;
    probe?.call(sim.events);
    if (sim.events >= maxEvents) return "event-limit";
  }
}

/** Faults count their times from the end of the bootstrap. */
function shifted(faults: readonly Fault[], startMs: number): readonly Fault[] {
  return faults.map((fault) => ({ ...fault, trigger: laterBy(fault.trigger, startMs) }));
}
