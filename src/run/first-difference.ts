/** Where two executions of one scenario part, for the report of an internal fault: the first event or observation that differs. */
import { trialObservations } from "../check/observer.ts";
import { recorderOf } from "../core/observer.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { run } from "./run.ts";

export function firstDifference(scenario: Scenario): string {
  const first = traceOf(scenario);
  const second = traceOf(scenario);
  const at = first.findIndex((line, i) => line !== second[i]);
  if (at < 0)
    return first.length === second.length
      ? "two traced executions agree"
      : `line ${first.length} of the trace is the first that only one has`;
  return `first difference in line ${at} of the trace: ${first[at]} against ${second[at] ?? "nothing"}`;
}

/** What is observed within an event stands before it. */
function traceOf(scenario: Scenario): readonly string[] {
  const lines: string[] = [];
  run(scenario, {
    trace: (line) => lines.push(JSON.stringify({ ...line, body: undefined })),
    listener: () => recorderOf(trialObservations, (name, args) => lines.push(`${name} ${JSON.stringify(args)}`)),
  });
  return lines;
}
