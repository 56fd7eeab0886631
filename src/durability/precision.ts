/**
 * When there are enough runs. Looking at an interval after every run and stopping when it pleases makes an interval at fixed n
 * too narrow; the one here holds at all times together: a beta-binomial mixture (Robbins 1970), inverted by Ville's inequality.
 */
import jstat from "jstat";
import { amountsIn } from "./cells.ts";
import type { ProfileResult } from "./exploration.ts";

const level = 0.05;

/** 95 % confidence sequence of a probability with `hits` of `draws` seen so far. */
export function anytime95(hits: number, draws: number): readonly [low: number, high: number] {
  const misses = draws - hits;
  const logMixture = jstat.betaln(hits + 1, misses + 1);
  // How much better the uniform mixture of all probabilities explains what was seen than `p` does, as a logarithm.
  const isInside = (p: number): boolean =>
    logMixture - logTimes(p, hits) - logTimes(1 - p, misses) <= Math.log(1 / level);
  const share = draws === 0 ? 0.5 : hits / draws;
  return [bisect(0, share, isInside), bisect(1, share, isInside)];
}

/** `value` to the power of `times`, as a logarithm; -Infinity where that is impossible. */
const logTimes = (value: number, times: number): number => (times === 0 ? 0 : times * Math.log(value));

/** The outermost probability between `outer` and `inner` that is inside. */
function bisect(outer: number, inner: number, isInside: (p: number) => boolean): number {
  if (isInside(outer)) return outer;
  let [out, within] = [outer, inner];
  for (let step = 0; step < 60; step++) {
    const middle = (out + within) / 2;
    if (isInside(middle)) within = middle;
    else out = middle;
  }
  return within;
}

/** Whether the share of runs that lost something is known to so much on either side, for every variant under every profile. */
export const isPreciseTo =
  (halfWidth: number, variants: number) =>
  (results: readonly ProfileResult[]): boolean =>
    results.every((result) =>
      Array.from({ length: variants }, (_, variant) => variant).every((variant) => {
        const amounts = amountsIn(result, variant, "lostAcked");
        const [low, high] = anytime95(
          amounts.reduce((hits, amount) => hits + (amount > 0 ? 1 : 0), 0),
          amounts.length,
        );
        return (high - low) / 2 <= halfWidth;
      }),
    );
