/** A known defect, planted in today's rules: what the harness must find. */
import type { Override } from "./rules.ts";

export interface Defect {
  /** As in defects.md: `R-01`. */
  readonly id: string;
  readonly title: string;
  /** KIPs, JIRAs, reports. */
  readonly source: string;
  /** Named like the defect. */
  readonly override: Override;
}
