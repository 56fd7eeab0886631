/**
 * The second axis, the schedule: every latency at its minimum if the failure allows it, else as many as possible, as
 * overrides of named decisions. What is left is the reordering that the failure needs.
 */
import { recordDecisions } from "../run/recordings.ts";
import { removeParts } from "./lists.ts";
import type { Shrinking } from "./shrinking.ts";

export function calmSchedule(search: Shrinking): void {
  const { best } = search;
  const latency = best.cluster.latencyMicros;
  if (latency.max > latency.min || latency.stragglers !== undefined) {
    const flat = { ...best.cluster, latencyMicros: { min: latency.min, max: latency.min } };
    if (search.attempt({ ...best, cluster: flat })) return;
  }
  delaysToLeast(search);
}

/** Overrides all latencies of the run, then gives back those that the failure needs. */
function delaysToLeast(search: Shrinking): void {
  if (search.exhausted) return;
  const { min } = search.best.cluster.latencyMicros;
  const delayed = recordDecisions(search.failing)
    .filter((decision) => decision.name.startsWith("latency/") && decision.value > 2 * min)
    .map((decision) => decision.name);
  const given = search.best.overrides;
  const overridden = new Set<string>();
  removeParts(
    () => delayed.filter((name) => !overridden.has(name)),
    (rest) => {
      const left = new Set(rest);
      const lowered = delayed.filter((name) => !left.has(name));
      const overrides = { ...given, ...Object.fromEntries(lowered.map((name) => [name, min])) };
      if (!search.attempt({ ...search.best, overrides })) return false;
      for (const name of lowered) overridden.add(name);
      return true;
    },
  );
}
