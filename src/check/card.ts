/** What `explain` and the README say of a check. */
import type { CheckName, GuaranteeName } from "./check.ts";

export type CheckKind = "invariant" | "monitor" | "history" | "liveness";

export interface CheckCard {
  readonly name: CheckName;
  /** What must hold, in one sentence. */
  readonly sentence: string;
  /** The same in one line. `isr` and `elr` without an argument are the controller's; a prime is the next state. */
  readonly formula: string;
  /** Number in the list of invariants and the origin of the rule. */
  readonly source: string;
  readonly kind: CheckKind;
  readonly guarantee: GuaranteeName;
}
