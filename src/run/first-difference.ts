/** Where two executions of one scenario part: the first event that differs, for the report of an internal fault. */

import type { Scenario } from "../scenario/scenario.ts";
import { run } from "./run.ts";

export function firstDifference(scenario: Scenario): string {
  const first = traceOf(scenario);
  const second = traceOf(scenario);
  const at = first.findIndex((line, i) => line !== second[i]);
  if (at < 0)
    return first.length === second.length
      ? "two traced executions agree"
      : `event ${first.length} is the first that only one has`;
  return `first differing event ${at}: ${first[at]} against ${second[at] ?? "nothing"}`;
}

function traceOf(scenario: Scenario): readonly string[] {
  const lines: string[] = [];
  run(scenario, { trace: (line) => lines.push(JSON.stringify({ ...line, body: undefined })) });
  return lines;
}
