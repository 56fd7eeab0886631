/** Runs a scenario once more with a recorder and tells one violation as a story. */
import type { Fault } from "../chaos/fault.ts";
import type { GuaranteeName, Violation } from "../check/check.ts";
import { run, type TraceLine } from "../run/run.ts";
import type { Outcome } from "../scenario/outcome.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { type FactRecorder, newFactRecorder } from "./fact-recorder.ts";
import { chronicle } from "./story/chronicle.ts";
import { story, storyLines } from "./story/story.ts";

export interface Telling {
  readonly outcome: Outcome;
  /** Empty when nothing was violated. */
  readonly story: readonly string[];
  /** What happened all in all, whether or not something was violated. */
  readonly chronicle: readonly string[];
  /** What the story is about. */
  readonly violation: Violation | null;
}

export interface TellOptions {
  /** The failure to tell of, if the run shows it. */
  readonly fingerprint?: string | null;
  /** Most lines of a story and of a chronicle. */
  readonly lines?: number;
  /** Records that the chronicle follows. */
  readonly records?: readonly number[];
  readonly trace?: (line: TraceLine) => void;
}

export function tell(
  scenario: Scenario,
  { fingerprint, trace, lines = storyLines, records = [] }: TellOptions = {},
): Telling {
  const recorders: FactRecorder[] = [];
  const outcome = run(scenario, {
    listener: (clock) => {
      const recorder = newFactRecorder(clock, scenario.faults.map(existing(scenario)));
      recorders.push(recorder);
      return recorder.observer;
    },
    ...(trace === undefined ? {} : { trace }),
  });
  const violation = toldViolation(outcome.violations, fingerprint ?? null);
  const { told } = recorders[0]!;
  return {
    outcome,
    violation,
    story: violation === null ? [] : story(told, violation, lines),
    chronicle: chronicle(told, new Set(records), lines),
  };
}

/** What a user feels comes before what the protocol did wrong on the way. */
const gravest: readonly GuaranteeName[] = [
  "no-acked-loss",
  "per-key-order",
  "no-duplicate",
  "stable-reads",
  "progress",
  "protocol",
];

function toldViolation(violations: readonly Violation[], fingerprint: string | null): Violation | null {
  const rank = (violation: Violation): number =>
    (violation.fingerprint === fingerprint ? 0 : 100) +
    (violation.promised ? 0 : 10) +
    gravest.indexOf(violation.guarantee);
  const [first, ...rest] = violations;
  if (first === undefined) return null;
  return rest.reduce((best, violation) => (rank(violation) < rank(best) ? violation : best), first);
}

/** A fault without the nodes that this cluster does not have. */
function existing({ cluster, workload }: Scenario): (fault: Fault) => Fault {
  const names = new Set<string>([
    "controller",
    "admin-0",
    ...Array.from({ length: cluster.brokers }, (_, i) => `b${i + 1}`),
    ...workload.producers.map((_, i) => `producer-${i}`),
    ...workload.consumers.map((_, i) => `consumer-${i}`),
  ]);
  const known = (nodes: readonly string[]): readonly string[] => nodes.filter((node) => names.has(node));
  return (fault) => (fault.kind === "cut" ? { ...fault, from: known(fault.from), to: known(fault.to) } : fault);
}
