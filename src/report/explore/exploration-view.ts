/** What the text, the page and the tables of an exploration show alike. */
import type { ProfileName } from "../../chaos/fault-kinds.ts";
import type { Cell } from "../../durability/cells.ts";
import type { Dominance } from "../../durability/dominance.ts";
import { type MetricName, metric, metricNames, placeOf } from "../../durability/metric.ts";

export interface ExplorationView {
  readonly seed: string;
  readonly labels: readonly string[];
  readonly profiles: readonly ProfileName[];
  readonly cells: readonly Cell[];
  readonly dominances: readonly Dominance[];
  /** The saved scenario of a cell, if it has one. */
  readonly witnessOf: (cell: Cell) => string | null;
}

/** They stand by variant, then profile, then metric. */
export const cellAt = (view: ExplorationView, variant: number, profile: ProfileName, name: MetricName): Cell =>
  view.cells[(variant * view.profiles.length + view.profiles.indexOf(profile)) * metricNames.length + placeOf(name)]!;

const percent = (share: number): string => `${Number((share * 100).toPrecision(2))} %`;
const amount = (value: number): string => (value === 0 ? "0" : value >= 100 ? value.toFixed(0) : value.toPrecision(2));

/** `12 of 400` and `1.7 to 5.2 %`; `0 of 400` and `at most 0.75 %`. */
export function cellWords(cell: Cell): readonly [what: string, bound: string] {
  if (cell.n === 0) return ["-", ""];
  if (metric(cell.metric).kind === "share") {
    const what = `${cell.any} of ${cell.n}`;
    if (cell.any === 0) return [what, `≤ ${percent(cell.anyUpper)}`];
    return [what, `${Number((cell.low * 100).toPrecision(2))}–${percent(cell.high ?? 1)}`];
  }
  if (cell.high === null) return [`0 in ${cell.n}`, `≤ ${percent(cell.anyUpper)} any`];
  return [amount(cell.estimate), `${amount(cell.low)}–${amount(cell.high)}`];
}

/** `financial is never worse than logging, and better: lostAcked 0 % against 31 % of runs (process-crash)`. */
export function dominanceSentence({ labels }: ExplorationView, one: Dominance): string {
  const { kind, unit } = metric(one.metric);
  const words = (value: number): string => (kind === "share" ? percent(value) : amount(value));
  const figures = `${one.metric} ${words(one.better)} against ${words(one.worse)} (${kind === "share" ? "of runs" : unit}; ${one.profile})`;
  return `${labels[one.by]} beats ${labels[one.dominated]}: in no profile worse, with no more copies; ${figures}`;
}
