/**
 * Points over time, thinned while they come: of each stretch of equal length the highest one is kept. A stretch doubles
 * whenever there are twice too many of them. Who wants all points listens.
 */
export interface Series<P> {
  /** At most so many points are kept. */
  readonly limit: number;
  readonly listener: ((point: P) => void) | null;
  readonly kept: { readonly height: number; readonly point: P }[];
  stretch: number;
  count: number;
}

export const newSeries = <P>(limit: number, listener: ((point: P) => void) | null): Series<P> => ({
  limit,
  listener,
  kept: [],
  stretch: 1,
  count: 0,
});

/** `make` is called only if the point is wanted. */
export function offerPoint<P>(series: Series<P>, height: number, make: () => P): void {
  const { kept, listener } = series;
  const opens = series.count++ % series.stretch === 0;
  if (!opens && height <= kept[kept.length - 1]!.height && listener === null) return;
  const point = make();
  listener?.(point);
  if (opens) {
    kept.push({ height, point });
    if (kept.length === 2 * series.limit) halve(series);
  } else if (height > kept[kept.length - 1]!.height) kept[kept.length - 1] = { height, point };
}

export function pointsOf<P>(series: Series<P>): readonly P[] {
  if (series.kept.length > series.limit) halve(series);
  return series.kept.map((entry) => entry.point);
}

function halve<P>(series: Series<P>): void {
  const { kept } = series;
  for (let i = 0; i < kept.length; i += 2) {
    const a = kept[i]!;
    const b = kept[i + 1];
    kept[i / 2] = b !== undefined && b.height > a.height ? b : a;
  }
  kept.length = Math.ceil(kept.length / 2);
  series.stretch *= 2;
}
