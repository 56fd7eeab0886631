/** A run over virtual time: one lane a node, what befell it as bars, who led the partition as a line. */
import type { Fault } from "../chaos/fault.ts";
import { namesIn } from "../chaos/fault.ts";
import { nodeName } from "../core/ids.ts";
import type { TopicPartition } from "../kafka/topic-partition.ts";
import { Mirror } from "../report/facts/mirror.ts";
import type { Narration } from "../report/tell.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { originOf } from "./experiment.ts";

const left = 110;
const laneHeight = 26;
const top = 8;

interface Span {
  readonly node: number;
  readonly from: number;
  readonly to: number;
}

export interface Spans {
  readonly down: readonly Span[];
  readonly leads: readonly Span[];
  readonly untilMicros: number;
}

/** When each node was down, and when it led the partition as the controller saw it. */
export function spansOf({ recorded, outcome }: Narration, tp: TopicPartition): Spans {
  const mirror = new Mirror();
  const open = { down: new Map<number, number>(), leads: new Map<number, number>() };
  const spans = { down: [] as Span[], leads: [] as Span[] };
  const follow = (name: "down" | "leads", now: ReadonlySet<number>, atMicros: number): void => {
    for (const node of now) if (!open[name].has(node)) open[name].set(node, atMicros);
    for (const [node, from] of open[name])
      if (!now.has(node)) {
        spans[name].push({ node, from, to: atMicros });
        open[name].delete(node);
      }
  };
  for (const fact of recorded.facts) {
    mirror.apply(fact);
    follow("down", mirror.down, fact.atMicros);
    const leader = mirror.registrations.get(tp)?.leader ?? -1;
    follow("leads", new Set(leader > 0 ? [leader] : []), fact.atMicros);
  }
  const untilMicros = outcome.virtualMicros;
  follow("down", new Set(), untilMicros);
  follow("leads", new Set(), untilMicros);
  return { ...spans, untilMicros };
}

/** Brokers of the scenario, then the controller. */
const lanesOf = ({ cluster }: Scenario): readonly string[] => [
  ...Array.from({ length: cluster.brokers }, (_, i) => `b${i + 1}`),
  "controller",
];

const startOf = ({ trigger }: Fault, originMicros: number): number | null =>
  "at" in trigger ? originMicros + trigger.at * 1000 : null;

interface TimelineView {
  readonly scenario: Scenario;
  readonly spans: Spans;
  /** Microseconds. */
  readonly at: number;
  readonly width: number;
  /** Where something of the story happens. */
  readonly moments: readonly number[];
}

/** Where times and nodes lie. */
interface Scale {
  readonly names: readonly string[];
  readonly end: number;
  x(micros: number): number;
  y(lane: number): number;
}

const endOf = ({ spans, scenario }: Pick<TimelineView, "spans" | "scenario">): number =>
  Math.max(1, Math.min(spans.untilMicros, (scenario.limits.chaosMs + 60_000) * 1000));

function scaleOf(view: TimelineView): Scale {
  const end = endOf(view);
  return {
    names: lanesOf(view.scenario),
    end,
    x: (micros) => left + (Math.min(micros, end) / end) * (view.width - left - 16),
    y: (lane) => top + lane * laneHeight,
  };
}

export function timelineSvg(view: TimelineView): string {
  const { spans, at, width, moments } = view;
  const scale = scaleOf(view);
  const { names, end, x, y } = scale;
  const height = y(names.length) + 24;
  const ticks = Array.from({ length: 7 }, (_, i) => (end / 6) * i);
  return [
    `<svg id="timeline" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="The run over time">`,
    ...names.map((name, i) => laneSvg(name, y(i), width)),
    ...spans.leads.map((span) => barSvg(scale, span, { className: "leads", inset: 8, does: "leads" })),
    ...spans.down.map((span) => barSvg(scale, span, { className: "down", inset: 0, does: "is down" })),
    ...view.scenario.faults.flatMap((fault) => faultSvg(scale, fault, originOf(view.scenario))),
    ...moments.map(
      (micros) => `<line class="moment" x1="${x(micros)}" x2="${x(micros)}" y1="${top}" y2="${height - 20}"/>`,
    ),
    ...ticks.map(
      (micros) => `<text class="tick" x="${x(micros)}" y="${height - 4}">${(micros / 1e6).toFixed(0)} s</text>`,
    ),
    `<line id="now" x1="${x(at)}" x2="${x(at)}" y1="0" y2="${height - 18}"/>`,
    "</svg>",
  ].join("");
}

const laneSvg = (name: string, y: number, width: number): string =>
  `<text x="4" y="${y + laneHeight / 2}" class="lane">${name}</text><line class="grid" x1="${left}" x2="${width}" y1="${y + laneHeight - 2}" y2="${y + laneHeight - 2}"/>`;

interface Bar {
  readonly className: string;
  readonly inset: number;
  readonly does: string;
}

function barSvg({ names, x, y }: Scale, { node, from, to }: Span, { className, inset, does }: Bar): string {
  const name = nodeName(node);
  const lane = names.indexOf(name);
  if (lane < 0) return "";
  const size = `width="${Math.max(2, x(to) - x(from))}" height="${laneHeight - 4 - 2 * inset}"`;
  return `<rect class="${className}" x="${x(from)}" y="${y(lane) + inset}" ${size}><title>${name} ${does}</title></rect>`;
}

/** A mark where a fault begins, on each node that it names; none for one that waits for an event. */
function faultSvg({ names, x, y }: Scale, fault: Fault, originMicros: number): readonly string[] {
  const from = startOf(fault, originMicros);
  if (from === null) return [];
  const lanes = [...new Set(Object.values(namesIn(fault)).flat())].map((node) => names.indexOf(node));
  return lanes
    .filter((lane) => lane >= 0)
    .map((lane) => `<path class="fault" d="M${x(from)} ${y(lane)}l5 8h-10z"><title>${fault.kind}</title></path>`);
}

/** The time, in microseconds, of a point of the timeline. */
export function microsAt(view: Pick<TimelineView, "scenario" | "spans" | "width">, xPixels: number): number {
  return Math.max(0, Math.min(1, (xPixels - left) / (view.width - left - 16))) * endOf(view);
}
