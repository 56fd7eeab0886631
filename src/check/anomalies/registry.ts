/**
 * All legal anomalies, in the order of docs/invariants.md §6. Each has a case that is accepted by it alone, and a look-alike
 * that is refused (`test/check/anomalies.test.ts`).
 */
import type { Anomaly } from "./anomaly.ts";
import * as clients from "./client-anomalies.ts";
import * as logs from "./log-anomalies.ts";
import * as progress from "./progress-anomalies.ts";

export const anomalies: readonly Anomaly[] = [clients, logs, progress]
  .flatMap((room) => Object.values<Anomaly>(room))
  .toSorted((one, other) => one.number - other.number);
