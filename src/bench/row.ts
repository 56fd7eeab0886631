/** One measured figure with what it must reach. */
export interface BenchRow {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Null: printed, not judged. */
  readonly floor: number | null;
  readonly aim: number | null;
  readonly met: boolean;
  readonly detail: string;
}

/** `atLeast`: more is better; else less is. */
export function row(
  name: string,
  value: number,
  unit: string,
  bound: { readonly floor: number | null; readonly aim: number | null; readonly atLeast: boolean },
  detail = "",
): BenchRow {
  const { floor, aim, atLeast } = bound;
  const met = floor === null || (atLeast ? value >= floor : value <= floor);
  return { name, value: Number(value.toPrecision(4)), unit, floor, aim, met, detail };
}
