/** A gate over the cells of an exploration: `lostAcked.upper < 1e-3`. */
import type { Cell } from "./cells.ts";
import { type MetricName, metricNames } from "./metric.ts";

const assertionFields = ["estimate", "low", "high", "upper"] as const;
const operators = ["<=", "<", ">=", ">"] as const;

export interface Assertion {
  readonly text: string;
  readonly metric: MetricName;
  readonly field: (typeof assertionFields)[number];
  readonly operator: (typeof operators)[number];
  readonly limit: number;
}

const shape = /^\s*([A-Za-z]+)(?:\.([A-Za-z]+))?\s*(<=|<|>=|>)\s*([-+.\deE]+)\s*$/;

/** The assertion, or what is wrong with its text. */
export function parseAssertion(text: string): Assertion | { readonly problem: string; readonly name?: string } {
  const [, name = "", field = "estimate", operator = "", limit = ""] = shape.exec(text) ?? [];
  if (operator === "" || limit.trim() === "" || Number.isNaN(Number(limit)))
    return { problem: 'expected METRIC.FIELD < NUMBER, such as "lostAcked.upper < 1e-3"' };
  if (!metricNames.includes(name as MetricName)) return { problem: "there is no such metric", name };
  const known = assertionFields.find((one) => one === field);
  if (known === undefined) return { problem: `${field} is no field; expected one of ${assertionFields.join(", ")}` };
  return {
    text: text.trim(),
    metric: name as MetricName,
    field: known,
    operator: operators.find((one) => one === operator)!,
    limit: Number(limit),
  };
}

/**
 * The value that it is about. `upper` is the one-sided 95 % bound: of a share by Clopper and Pearson; of a mean the upper end of its
 * interval. Null: these runs give no bound, so that nothing can be asserted.
 */
export function assertedValue({ metric, field }: Assertion, cell: Cell): number | null {
  if (cell.metric !== metric || cell.n === 0) return null;
  if (field !== "upper") return cell[field];
  return cell.method === "Wilson" ? cell.anyUpper : cell.high;
}

/** The cells for which it does not hold; one without a bound never does. */
export const failures = (assertion: Assertion, cells: readonly Cell[]): readonly Cell[] =>
  cells.filter((cell) => cell.metric === assertion.metric && !isMet(assertion, assertedValue(assertion, cell)));

function isMet({ operator, limit }: Assertion, value: number | null): boolean {
  if (value === null) return false;
  if (operator === "<") return value < limit;
  if (operator === "<=") return value <= limit;
  return operator === ">" ? value > limit : value >= limit;
}
