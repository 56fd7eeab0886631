/** Runs a scenario once more with a recorder and tells one violation as a story. */
import type { Fault } from "../chaos/fault.ts";
import type { GuaranteeName, Violation } from "../check/check.ts";
import { run, type TraceLine } from "../run/run.ts";
import type { Outcome } from "../scenario/outcome.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { newFactRecorder, type RecordedFacts } from "./facts/fact-recorder.ts";
import { chronicle } from "./story/chronicle.ts";
import { type StoryLine, story, storyLines } from "./story/story.ts";

/** A run as it is told. */
export interface Narration {
  readonly outcome: Outcome;
  readonly recorded: RecordedFacts;
  /** Empty when nothing was violated. */
  readonly story: readonly StoryLine[];
  /** What happened all in all, whether or not something was violated. */
  readonly chronicle: readonly StoryLine[];
  /** What the story is about. */
  readonly violation: Violation | null;
}

interface TellOptions {
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
): Narration {
  const heard: RecordedFacts[] = [];
  const outcome = run(scenario, {
    listener: (clock) => {
      const { observer, recorded } = newFactRecorder(clock, scenario.faults.map(existing(scenario)));
      heard.push(recorded);
      return observer;
    },
    ...(trace === undefined ? {} : { trace }),
  });
  const violation = toldViolation(outcome.violations, fingerprint ?? null);
  const recorded = heard[0]!;
  // Only here it matters what each node was given, so only here the run is traced.
  if (violation?.subject.kind === "cluster") run(scenario, { trace: (line) => recorded.inputs.note(line) });
  return {
    outcome,
    recorded,
    violation,
    story: violation === null ? [] : story(recorded, violation, lines),
    chronicle: chronicle(recorded, new Set(records), lines),
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
