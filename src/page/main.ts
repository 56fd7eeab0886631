/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/** The laboratory in the browser: one run, told and drawn; every fault can be changed, and the run repeated here. */
import type { TopicPartition } from "../kafka/topic-partition.ts";
import { escaped } from "../report/markup.ts";
import { lanesAfter } from "../report/picture/log-lanes.ts";
import { logsSvg } from "../report/picture/picture.ts";
import type { StoryLine } from "../report/story/story.ts";
import type { Scenario } from "../scenario/scenario.ts";
import {
  type Addable,
  addable,
  changed,
  originOf,
  type Shown,
  scenarioIn,
  show,
  withFault,
  without,
} from "./experiment.ts";
import { packed, unpacked } from "./link.ts";
import { microsAt, type Spans, spansOf, timelineSvg } from "./timeline.ts";
import { comparisonHtml, faultsHtml, linesHtml, verdictHtml } from "./words.ts";

const part = <E extends HTMLElement>(id: string): E => document.getElementById(id) as E;
const given = JSON.parse(part("given").textContent ?? "{}") as { scenario: Scenario; fingerprint: string | null };

interface Lab {
  scenario: Scenario;
  readonly away: Set<number>;
  before: Shown | null;
  shown: Shown;
  spans: Spans;
  partition: TopicPartition;
  /** Virtual microseconds. */
  at: number;
}

const runOf = (scenario: Scenario, away: ReadonlySet<number>): Shown =>
  show(without(scenario, away), given.fingerprint, () => performance.now());

function newLab(scenario: Scenario): Lab {
  const away = new Set<number>();
  const shown = runOf(scenario, away);
  const partition = partitionsOf(shown)[0] ?? -1;
  const spans = spansOf(shown.narration, partition);
  return { scenario, away, before: null, shown, spans, partition, at: linesOf(shown).at(-1)?.atMicros ?? 0 };
}

/** The one that the violation is about comes first. */
function partitionsOf({ narration }: Shown): readonly TopicPartition[] {
  const known = [...narration.recorded.last.registrations.keys()];
  const about = narration.violation?.topicPartition ?? -1;
  return known.includes(about) ? [about, ...known.filter((tp) => tp !== about)] : known;
}

const linesOf = ({ narration: { story, chronicle } }: Shown): readonly StoryLine[] =>
  story.length > 0 ? story : chronicle;

function draw(lab: Lab): void {
  part("verdict-box").innerHTML = verdictHtml(lab.shown);
  part("comparison").innerHTML = comparisonHtml(lab.before, lab.shown);
  part("faults").innerHTML = faultsHtml(lab.scenario, lab.away);
  const names = partitionsOf(lab.shown).map((tp) => {
    const name = escaped(lab.shown.narration.recorded.last.nameOf(tp));
    return `<option value="${tp}" ${tp === lab.partition ? "selected" : ""}>${name}</option>`;
  });
  part("partition").innerHTML = names.join("");
  const nodes = [...Array.from({ length: lab.scenario.cluster.brokers }, (_, i) => `b${i + 1}`), "controller"];
  part("node").innerHTML = nodes.map((name) => `<option>${name}</option>`).join("");
  part<HTMLTextAreaElement>("scenario").value = JSON.stringify(lab.scenario, null, 2);
  drawMoment(lab);
}

/** What follows the time that is shown. */
function drawMoment(lab: Lab): void {
  const { narration, scenario } = lab.shown;
  const lines = linesOf(lab.shown);
  const now = lines.findLastIndex((line) => line.atMicros <= lab.at);
  const moments = lines.map((line) => line.atMicros);
  part("time").textContent = `${(lab.at / 1e6).toFixed(3)} s`;
  part("timeline-box").innerHTML = timelineSvg({ scenario, spans: lab.spans, at: lab.at, width: widthOf(), moments });
  const fact = narration.recorded.facts.findLast((one) => one.atMicros <= lab.at) ?? null;
  const [lanes = []] = lanesAfter(narration.recorded.facts, lab.partition, [fact]);
  part("logs").innerHTML = fact === null ? "" : logsSvg(lanes);
  part("story").innerHTML = linesHtml(lines, now, "line");
}

const widthOf = (): number => Math.max(480, part("timeline-box").clientWidth || 900);

/** Runs again; what was shown is what it is compared with. */
function again(lab: Lab): void {
  part("problem").textContent = "";
  lab.before = lab.shown;
  lab.shown = runOf(lab.scenario, lab.away);
  if (!partitionsOf(lab.shown).includes(lab.partition)) lab.partition = partitionsOf(lab.shown)[0] ?? -1;
  lab.spans = spansOf(lab.shown.narration, lab.partition);
  draw(lab);
}

function onFaultInput(lab: Lab, input: HTMLInputElement): void {
  const { fault, at, length } = input.dataset;
  const value = Number(input.value);
  if (fault !== undefined) {
    if (input.checked) lab.away.delete(Number(fault));
    else lab.away.add(Number(fault));
  } else if (at !== undefined) lab.scenario = changed(lab.scenario, Number(at), { atMs: value });
  else if (length !== undefined) lab.scenario = changed(lab.scenario, Number(length), { lengthMs: value });
  again(lab);
}

/** To the line before or after the time that is shown. */
function step(lab: Lab, by: -1 | 1): void {
  const times = linesOf(lab.shown).map((line) => line.atMicros);
  const next = by > 0 ? times.find((time) => time > lab.at) : times.findLast((time) => time < lab.at);
  if (next !== undefined) lab.at = next;
  drawMoment(lab);
}

function readScenario(lab: Lab): void {
  const scenario = scenarioIn(part<HTMLTextAreaElement>("scenario").value);
  if (typeof scenario === "string") {
    part("problem").textContent = scenario;
    return;
  }
  lab.scenario = scenario;
  lab.away.clear();
  again(lab);
}

async function share(lab: Lab): Promise<void> {
  const text = JSON.stringify(without(lab.scenario, lab.away));
  location.hash = await packed(text);
  part("problem").textContent = "The address of this page now holds the whole scenario.";
}

function listen(lab: Lab): void {
  part("faults").addEventListener("change", (event) => onFaultInput(lab, event.target as HTMLInputElement));
  part("partition").addEventListener("change", (event) => {
    lab.partition = Number((event.target as HTMLSelectElement).value);
    lab.spans = spansOf(lab.shown.narration, lab.partition);
    drawMoment(lab);
  });
  part("story").addEventListener("click", (event) => {
    const line = (event.target as HTMLElement).dataset["line"];
    if (line === undefined) return;
    lab.at = linesOf(lab.shown)[Number(line)]!.atMicros;
    drawMoment(lab);
  });
  part("timeline-box").addEventListener("click", (event) => {
    const box = part("timeline-box").getBoundingClientRect();
    lab.at = microsAt({ scenario: lab.shown.scenario, spans: lab.spans, width: widthOf() }, event.clientX - box.left);
    drawMoment(lab);
  });
  part("add").addEventListener("click", () => {
    const kind = part<HTMLSelectElement>("kind").value as Addable;
    lab.scenario = withFault(
      lab.scenario,
      kind,
      part<HTMLSelectElement>("node").value,
      (lab.at - originOf(lab.scenario)) / 1000,
    );
    again(lab);
  });
  part("run").addEventListener("click", () => readScenario(lab));
  part("share").addEventListener("click", () => void share(lab));
  part("back").addEventListener("click", () => step(lab, -1));
  part("forth").addEventListener("click", () => step(lab, 1));
  document.addEventListener("keydown", (event) => {
    if (/^(?:INPUT|TEXTAREA|SELECT)$/.test((event.target as HTMLElement).tagName)) return;
    if (event.key === "ArrowLeft") step(lab, -1);
    if (event.key === "ArrowRight") step(lab, 1);
  });
  window.addEventListener("resize", () => drawMoment(lab));
}

async function open(): Promise<void> {
  const text = location.hash.length > 1 ? await unpacked(location.hash.slice(1)) : null;
  const linked = text === null ? null : scenarioIn(text);
  part("kind").innerHTML = addable.map((kind) => `<option>${kind}</option>`).join("");
  const lab = newLab(linked === null || typeof linked === "string" ? given.scenario : linked);
  if (typeof linked === "string") part("problem").textContent = linked;
  listen(lab);
  draw(lab);
}

void open();
