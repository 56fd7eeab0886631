/**
 * What a reader of the page does to a run: faults taken away, moved, lengthened, added; the scenario itself edited. Nothing here knows
 * a browser.
 */
import { cardOf, type Fault } from "../chaos/fault.ts";
import { type Narration, tell } from "../report/tell.ts";
import { isBadInput } from "../scenario/bad-input.ts";
import { bootstrapMs } from "../scenario/bootstrap-time.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { parseScenario } from "../scenario/scenario-schema.ts";
import { clusterSettings } from "../scenario/settings.ts";

export interface Shown {
  /** As it was run: without the faults that are taken away. */
  readonly scenario: Scenario;
  readonly narration: Narration;
  readonly wallMs: number;
}

/** Lines of a chronicle on the page. */
const lines = 200;

export function show(scenario: Scenario, fingerprint: string | null, nowMs: () => number): Shown {
  const started = nowMs();
  const narration = tell(scenario, { fingerprint, lines });
  return { scenario, narration, wallMs: nowMs() - started };
}

export const without = (scenario: Scenario, away: ReadonlySet<number>): Scenario => ({
  ...scenario,
  faults: scenario.faults.filter(({ id }) => !away.has(id)),
});

/** The field of a fault that says how long it lasts, if its card has one. */
const lastingField = ({ kind }: Fault): string | undefined =>
  Object.entries(cardOf(kind).fields).find(([, field]) => field.is === "duration")?.[0];

/** Milliseconds; null: it is a matter of a moment. */
export function lengthOf(fault: Fault): number | null {
  const field = lastingField(fault);
  return field === undefined ? null : (Reflect.get(fault, field) as number);
}

/** The fault at another time, or for another while. A fault placed on an event becomes one at a time. */
export function changed(
  scenario: Scenario,
  id: number,
  change: { readonly atMs?: number; readonly lengthMs?: number },
): Scenario {
  const faults = scenario.faults.map((fault) => {
    if (fault.id !== id) return fault;
    const moved =
      change.atMs === undefined ? fault : { ...fault, trigger: { at: Math.max(0, Math.round(change.atMs)) } };
    const field = lastingField(moved);
    if (change.lengthMs === undefined || field === undefined) return moved;
    return { ...moved, [field]: Math.max(1, Math.round(change.lengthMs)) } as Fault;
  });
  return { ...scenario, faults };
}

export const addable = ["process-crash", "pause", "isolate", "power-loss"] as const;
export type Addable = (typeof addable)[number];

/** When, in microseconds of the run, faults begin to count their times. */
export const originOf = ({ cluster }: Scenario): number => 1000 * bootstrapMs(clusterSettings(cluster.settings).broker);

/** Long enough for a session to run out. */
const usualMs = 15_000;

/** One more fault, for one node, from a moment on (ms, as faults count). */
export function withFault(scenario: Scenario, kind: Addable, node: string, atMs: number): Scenario {
  const id = 1 + Math.max(0, ...scenario.faults.map((fault) => fault.id));
  const base = { id, trigger: { at: Math.max(0, Math.round(atMs)) } };
  const made = {
    "process-crash": { ...base, kind: "process-crash", node, downMs: usualMs },
    pause: { ...base, kind: "pause", node, durationMs: usualMs },
    isolate: { ...base, kind: "isolate", node, durationMs: usualMs },
    "power-loss": { ...base, kind: "power-loss", nodes: [node], downMs: usualMs, tail: "none" },
  } as const;
  return { ...scenario, faults: [...scenario.faults, made[kind] as unknown as Fault] };
}

/** The scenario that a text says, or what is wrong with it. */
export function scenarioIn(text: string): Scenario | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return error instanceof Error ? error.message : "no JSON";
  }
  const scenario = parseScenario(value, "the scenario");
  return isBadInput(scenario) ? scenario.sentence : scenario;
}

/** The first line in which two stories differ; null: they tell the same. */
export function firstDifference(
  before: Narration,
  after: Narration,
): { readonly before: string; readonly after: string } | null {
  const [one, other] = [before, after].map(({ chronicle, story }) => (chronicle.length > 0 ? chronicle : story));
  const at = one!.findIndex((line, i) => line.text !== other![i]?.text || line.atMicros !== other![i]?.atMicros);
  if (at < 0 && one!.length >= other!.length) return null;
  const place = at < 0 ? one!.length : at;
  const words = (line: { readonly atMicros: number; readonly text: string } | undefined): string =>
    line === undefined ? "nothing more" : `${(line.atMicros / 1e6).toFixed(3)} s ${line.text}`;
  return { before: words(one![place]), after: words(other![place]) };
}
