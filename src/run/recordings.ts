/** What a run makes known to who listens, recorded: where its faults could be anchored, its decisions, and all of it. */
import type { AnchorEvent, Trigger } from "../chaos/fault.ts";
import { trialObservations } from "../check/observer.ts";
import { recorderOf } from "../core/observer.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { run } from "./run.ts";

/** A protocol event on which a fault can be anchored, with the trigger that names it exactly. */
export interface AnchorPoint {
  /** From the end of the bootstrap, as the times of faults are. */
  readonly atMicros: number;
  readonly trigger: Trigger;
}

export function recordAnchors(scenario: Scenario): readonly AnchorPoint[] {
  const points: AnchorPoint[] = [];
  const counts = new Map<string, number>();
  const observed = (
    on: AnchorEvent,
    node: number,
    tp: string,
    offset: number,
    leaderEpoch: number,
    atMicros: number,
  ): void => {
    const named = {
      on,
      node,
      ...(tp === "" ? {} : { topicPartition: tp }),
      ...(offset < 0 ? {} : { offset }),
      ...(leaderEpoch < 0 ? {} : { leaderEpoch }),
    };
    const key = JSON.stringify(named);
    const nth = (counts.get(key) ?? 0) + 1;
    counts.set(key, nth);
    points.push({ atMicros, trigger: nth === 1 ? named : { ...named, nth } });
  };
  run(scenario, { anchors: observed });
  return points;
}

interface Decision {
  readonly name: string;
  readonly value: number;
}

/** The named decisions of a run, each once, in the order of their first use: what the schedule axis of shrinking works on. */
export function recordDecisions(scenario: Scenario): readonly Decision[] {
  const decisions = new Map<string, number>();
  run(scenario, {
    decisions: (name, value) => {
      if (!decisions.has(name)) decisions.set(name, value);
    },
  });
  return [...decisions].map(([name, value]) => ({ name, value }));
}

/** Where two executions of one scenario part, for the report of an internal fault. */
export function firstDifference(scenario: Scenario): string {
  const first = traceOf(scenario);
  const second = traceOf(scenario);
  const at = first.findIndex((line, i) => line !== second[i]);
  if (at < 0)
    return first.length === second.length
      ? "two traced executions agree"
      : `line ${first.length} of the trace is the first that only one has`;
  return `first difference in line ${at} of the trace: ${first[at]} against ${second[at] ?? "nothing"}`;
}

/** What is observed within an event stands before it. */
function traceOf(scenario: Scenario): readonly string[] {
  const lines: string[] = [];
  run(scenario, {
    trace: (line) => lines.push(JSON.stringify({ ...line, body: undefined })),
    listener: () => recorderOf(trialObservations, (name, args) => lines.push(`${name} ${JSON.stringify(args)}`)),
  });
  return lines;
}
