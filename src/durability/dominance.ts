/**
 * Which settings are never the better choice: another loses in no profile more and is in no profile longer without service, as far as
 * these runs show, costs no more copies, and is shown to be better in at least one of the two.
 */
import { bootstrap95, type Resamples, resamplesByRuns } from "../campaign/bootstrap.ts";
import { holm, mcnemar } from "../campaign/exact-tests.ts";
import type { ProfileName } from "../chaos/fault-kinds.ts";
import { amountsIn, type Cell } from "./cells.ts";
import type { ProfileResult } from "./exploration.ts";
import type { MetricName } from "./metric.ts";

export interface Dominance {
  readonly dominated: number;
  readonly by: number;
  /** In what it is shown to be better, and by how much. */
  readonly metric: MetricName;
  readonly profile: ProfileName;
  readonly worse: number;
  readonly better: number;
  /** A run in which they differ. */
  readonly witness: number;
}

const objectives = ["lostAcked", "unavailableWriteSeconds"] as const;
const significance = 0.05;

interface Candidate extends Dominance {
  readonly pValue: number;
}

export function dominancesOf(
  profiles: readonly ProfileResult[],
  cells: readonly Cell[],
  copies: readonly number[],
): readonly Dominance[] {
  const estimates = new Map(cells.map((cell) => [keyOf(cell.variant, cell.profile, cell.metric), cell.estimate]));
  const at: EstimateAt = (variant, profile, name) => estimates.get(keyOf(variant, profile, name))!;
  const isNoWorse = (by: number, than: number): boolean =>
    copies[by]! <= copies[than]! &&
    profiles.every(({ profile }) => objectives.every((name) => at(by, profile, name) <= at(than, profile, name)));
  const resamplesFor = resamplesByRuns();
  const candidates: Candidate[] = [];
  for (const dominated of copies.keys())
    for (const by of copies.keys())
      if (by !== dominated && isNoWorse(by, dominated))
        for (const result of profiles)
          for (const metric of objectives) {
            const pair = { dominated, by, metric, profile: result.profile };
            candidates.push(...advantage(pair, result, at, resamplesFor));
          }
  const adjusted = holm(candidates.map(({ pValue }) => pValue));
  const shown = candidates.filter((_, i) => adjusted[i]! < significance);
  return shown
    .filter((one, i) => shown.findIndex((other) => other.dominated === one.dominated && other.by === one.by) === i)
    .map(({ pValue: _pValue, ...dominance }) => dominance);
}

type EstimateAt = (variant: number, profile: ProfileName, name: MetricName) => number;

const keyOf = (variant: number, profile: string, name: string): string => `${variant}/${profile}/${name}`;

/** Where one is better than the other, with the probability that this is chance; the same runs under both are compared. */
function advantage(
  pair: Pick<Dominance, "dominated" | "by" | "metric" | "profile">,
  result: ProfileResult,
  at: EstimateAt,
  resamplesFor: (runs: number) => Resamples,
): readonly Candidate[] {
  const { dominated, by, metric, profile } = pair;
  const [worse, better] = [amountsIn(result, dominated, metric), amountsIn(result, by, metric)];
  const differing = worse.findIndex((amount, i) => amount > better[i]!);
  if (differing < 0) return [];
  const pValue =
    metric === "lostAcked" ? lossChance(worse, better) : timeChance(worse, better, resamplesFor(worse.length));
  return [
    {
      ...pair,
      worse: at(dominated, profile, metric),
      better: at(by, profile, metric),
      witness: result.runs[differing]!.index,
      pValue,
    },
  ];
}

/** McNemar's exact test of who lost anything. */
const lossChance = (worse: Float64Array, better: Float64Array): number =>
  mcnemar(
    countOf(worse, better, (a, b) => a > 0 && b === 0),
    countOf(worse, better, (a, b) => a === 0 && b > 0),
  );

/**
 * The sign test, where the mean goes the same way: runs without service are few and long, so that either alone may mislead. The interval
 * is dear, and asked for only where the signs show something.
 */
function timeChance(worse: Float64Array, better: Float64Array, resamples: Resamples): number {
  const bySigns = mcnemar(
    countOf(worse, better, (a, b) => a > b),
    countOf(worse, better, (a, b) => a < b),
  );
  if (bySigns >= significance) return bySigns;
  const [low] = bootstrap95(
    worse.map((amount, i) => amount - better[i]!),
    resamples,
  );
  return low > 0 ? bySigns : 1;
}

function countOf(one: Float64Array, other: Float64Array, holds: (a: number, b: number) => boolean): number {
  let count = 0;
  for (let i = 0; i < one.length; i++) if (holds(one[i]!, other[i]!)) count++;
  return count;
}
