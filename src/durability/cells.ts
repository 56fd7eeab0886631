/** The table of an exploration: one cell for each variant, profile and metric. */
import { resamplesByRuns } from "../campaign/bootstrap.ts";
import type { ProfileName } from "../chaos/fault-kinds.ts";
import { type Estimate, estimateOf } from "./estimate.ts";
import type { ProfileResult } from "./exploration.ts";
import { type MetricName, metric, metricNames, placeOf } from "./metric.ts";

export interface Cell extends Estimate {
  /** Its place among the variants. */
  readonly variant: number;
  readonly profile: ProfileName;
  readonly metric: MetricName;
  /** The run that shows the most, the earliest of them; null: none shows any. */
  readonly witness: number | null;
}

/** By variant, then profile, then metric. */
export function cellsOf(profiles: readonly ProfileResult[], variants: number): readonly Cell[] {
  const resamplesFor = resamplesByRuns();
  return Array.from({ length: variants }, (_, variant) =>
    profiles.flatMap((result) =>
      metricNames.map((name) => {
        const amounts = amountsIn(result, variant, name);
        const estimate = estimateOf(metric(name), amounts, resamplesFor(amounts.length));
        return { variant, profile: result.profile, metric: name, ...estimate, witness: witnessOf(result, amounts) };
      }),
    ),
  ).flat();
}

export function amountsIn({ runs }: ProfileResult, variant: number, name: MetricName): Float64Array {
  const place = placeOf(name);
  return Float64Array.from(runs, (run) => run.amounts[variant]![place]!);
}

function witnessOf({ runs }: ProfileResult, amounts: Float64Array): number | null {
  let best: number | null = null;
  for (let i = 0; i < amounts.length; i++) if (amounts[i]! > (best === null ? 0 : amounts[best]!)) best = i;
  return best === null ? null : runs[best]!.index;
}
