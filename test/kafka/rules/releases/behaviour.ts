/** What a row of the releases changes, seen on protocol code: a log, a partition, a controller, a client. */
import type { Rules } from "../../../../src/kafka/rules/rules.ts";

export interface Behaviour {
  /** Drives protocol code under those rules; what it came to. Never a look at the rules themselves. */
  readonly show: (rules: Rules) => unknown;
  /** Under the rules of the last release that has the row. */
  readonly before: unknown;
  /** Under the same with the row taken out. */
  readonly after: unknown;
}

/** By the name of the row. */
export type Behaviours = Readonly<Record<string, Behaviour>>;
