/** The protocol events of a run on which a fault can be anchored, with the trigger that names each exactly. */
import type { AnchorEvent, Trigger } from "../chaos/fault.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { run } from "./run.ts";

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
