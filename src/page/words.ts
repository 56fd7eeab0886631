/** The parts of the page that are made of words, as HTML. */
import { escaped } from "../report/markup.ts";
import { faultText } from "../report/story/fault-text.ts";
import { lineText, type StoryLine } from "../report/story/story.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { firstDifference, lengthOf, type Shown } from "./experiment.ts";

export function verdictHtml({ narration: { outcome }, wallMs }: Shown): string {
  const broken = outcome.violations.map(
    ({ promised, guarantee, check, sentence }) =>
      `<li>${promised ? "<strong>violated</strong>" : "not promised"}: ${escaped(guarantee)} (${escaped(check)}): ${escaped(sentence)}</li>`,
  );
  return [
    `<p class="verdict ${outcome.verdict}"><strong id="verdict">${outcome.verdict}</strong> digest <code id="digest">${outcome.digest}</code></p>`,
    `<p>${outcome.events} events, ${(outcome.virtualMicros / 1e6).toFixed(1)} virtual seconds, run in ${wallMs.toFixed(0)} ms</p>`,
    broken.length > 0 ? `<ul>${broken.join("")}</ul>` : "<p>Nothing was violated.</p>",
  ].join("");
}

/** What changed since the run before. */
export function comparisonHtml(before: Shown | null, after: Shown): string {
  if (before === null) return "";
  const { outcome: old } = before.narration;
  const { outcome: now } = after.narration;
  if (old.digest === now.digest) return "<p>The same run as before, to the digest.</p>";
  const first = firstDifference(before.narration, after.narration);
  const where =
    first === null
      ? ""
      : `<p>First difference: before, <em>${escaped(first.before)}</em>; now, <em>${escaped(first.after)}</em>.</p>`;
  return `<p>Before: <strong>${old.verdict}</strong>, <code>${old.digest}</code>. Now: <strong>${now.verdict}</strong>.</p>${where}`;
}

export function faultsHtml(scenario: Scenario, away: ReadonlySet<number>): string {
  if (scenario.faults.length === 0) return "<p>No faults.</p>";
  const rows = scenario.faults.map((fault) => {
    const { trigger, id } = fault;
    const at = "at" in trigger ? trigger.at : null;
    const length = lengthOf(fault);
    const number = (name: string, value: number | null, label: string): string =>
      value === null ? "" : `<input type="number" min="0" data-${name}="${id}" value="${value}" aria-label="${label}">`;
    const when = at === null && "on" in trigger ? `on ${escaped(String(trigger.on))}` : number("at", at, "begins, ms");
    return `<tr><td><input type="checkbox" data-fault="${id}" ${away.has(id) ? "" : "checked"} aria-label="in force"></td><td>${escaped(faultText(fault))}</td><td>${when}</td><td>${number("length", length, "lasts, ms")}</td></tr>`;
  });
  return `<table><tr><th>on</th><th>fault</th><th>begins, ms</th><th>lasts, ms</th></tr>${rows.join("")}</table>`;
}

/** The line that is shown has the class `now`. */
export function linesHtml(lines: readonly StoryLine[], now: number, name: string): string {
  const items = lines.map(
    (line, i) =>
      `<li data-${name}="${i}" class="${i === now ? "now" : ""}" tabindex="0">${escaped(lineText(line).trim())}</li>`,
  );
  return `<ol class="lines">${items.join("")}</ol>`;
}
