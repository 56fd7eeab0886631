/**
 * Places faults on protocol events that a run was seen to make, in the spirit of lineage-driven fault injection (Alvaro et
 * al., SIGMOD 2015): what a good outcome rests on is where a fault may spoil it.
 *
 *   seen     b1 appends @5 . b2 fetches @6 . high watermark 6 . produce answered
 *   tried    b1 appends @5 . b2 fetches @6 [b1 crashes, b1 -> b3 cut for 300 ms] ...
 *
 * Up to the first new fault the run goes as it was seen to go, so the event is surely met.
 */
import type fc from "fast-check";
import { swarmDraw } from "../arbitrary/swarm-draw.ts";
import { cardOf, type Fault, withNames } from "../chaos/fault.ts";
import { client } from "../chaos/fault-fields.ts";
import { isBroker, nodeName } from "../core/ids.ts";
import type { AnchorPoint } from "../run/recordings.ts";
import { normalise } from "../scenario/normalise.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { oneIn, pick, pickParent } from "./chance.ts";
import type { Feedback } from "./feedback.ts";
import { at } from "./mutations.ts";
import { pct } from "./pct.ts";
import type { RecordedRun, Strategy, StrategyGround } from "./strategy.ts";

/** So many runs in a row share the run that was seen. */
const blockSize = 20;
const mostPlaced = 24;
/** Faults of a run that is seen for the first time. */
const mostSeen = 3;
/** How soon after the first one the others come, in virtual us: a round trip, a time-out of a quick cluster. */
const shortWindowsMicros = [50_000, 300_000] as const;
/** Likewise, in thousandths of the chaos phase: what a lag time or a session is at the scale of the run, or at any time. */
const longWindows = [100, 300, 1000] as const;

export const anchored: Strategy = {
  name: "anchored",
  sentence: "Places faults on protocol events that a run was seen to make.",
  learns: true,
  scenario: anchoredScenario,
};

function anchoredScenario(ground: StrategyGround, index: number, feedback: Feedback): Scenario {
  const seen = seenRun(ground, Math.floor(index / blockSize), feedback);
  const random = ground.random("anchored", index);
  const donor = ground.fresh(swarmDraw, index);
  if (seen.points.length === 0 || donor.faults.length === 0) return donor;
  const placed = placedFaults(random, seen, donor, ground.space.chaosMs);
  return normalise({ ...seen.scenario, faults: [...seen.scenario.faults, ...placed] });
}

function seenRun(ground: StrategyGround, block: number, feedback: Feedback): RecordedRun {
  return ground.recorded(`anchored/${block}`, () => {
    const random = ground.random("seen", block);
    const parent = oneIn(random, 3) ? null : pickParent(random, feedback);
    if (parent !== null) return parent;
    const index = block * blockSize;
    const fresh = oneIn(random, 2) ? pct.scenario(ground, index, feedback) : ground.fresh(swarmDraw, index);
    return { ...fresh, faults: fresh.faults.slice(0, random.nextInt(0, mostSeen)) };
  });
}

/** One on an event; the others on events soon after it, or simply soon after it. */
function placedFaults(random: fc.Random, { points }: RecordedRun, donor: Scenario, chaosMs: number): readonly Fault[] {
  const first = pickPoint(random, points);
  const windowMicros = pick(random, [...shortWindowsMicros, ...longWindows.map((share) => share * chaosMs)]);
  const after = points.filter(
    ({ atMicros }) => atMicros >= first.atMicros && atMicros <= first.atMicros + windowMicros,
  );
  const faults: Fault[] = [];
  for (let left = random.nextInt(1, mostPlaced); left > 0; left--) {
    const fault = { ...pick(random, donor.faults), id: random.nextInt(0, 0xffffff) };
    const point = faults.length === 0 ? first : pickPoint(random, after);
    if (faults.length === 0 || oneIn(random, 2)) faults.push(placedOn(random, fault, point));
    else faults.push(at(fault, Math.floor((first.atMicros + random.nextInt(0, windowMicros)) / 1000)));
  }
  return faults;
}

/** Rare kinds of events as often as common ones. */
function pickPoint(random: fc.Random, points: readonly AnchorPoint[]): AnchorPoint {
  const kinds = [...new Set(points.map(({ trigger }) => ("on" in trigger ? trigger.on : "")))];
  const kind = pick(random, kinds);
  return pick(
    random,
    points.filter(({ trigger }) => "on" in trigger && trigger.on === kind),
  );
}

function placedOn(random: fc.Random, fault: Fault, { trigger }: AnchorPoint): Fault {
  const placed: Fault = { ...fault, trigger: oneIn(random, 3) ? { ...trigger, withSends: false } : trigger };
  const node = "on" in trigger ? (trigger.node ?? -1) : -1;
  if (!isBroker(node) || oneIn(random, 2)) return placed;
  return aimedAt(placed, nodeName(node));
}

/** At the node that made the event; what befalls clients stays with them. */
function aimedAt(fault: Fault, node: string): Fault {
  const first = Object.entries(cardOf(fault.kind).fields).find(([, { is }]) => is === "node" || is === "nodes");
  return first === undefined || first[1] === client ? fault : withNames(fault, { [first[0]]: [node] });
}
