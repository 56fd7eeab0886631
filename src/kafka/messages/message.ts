/** What every request and response carries. `name` is the structural name (see core/machine.ts `Named`). */
import type { Named } from "../../core/machine.ts";

export interface Request extends Named {
  /** Given by the sender, echoed in the response. */
  readonly correlationId: number;
}

export interface Response extends Named {
  readonly correlationId: number;
}
