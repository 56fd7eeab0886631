/** The page of an exploration: one file, no network, words first. */
import { metric, metricNames } from "../../durability/metric.ts";
import { escaped } from "../markup.ts";
import { cellAt, cellWords, type ExplorationView } from "./exploration-view.ts";
import { lossHeatMap, outagePlot, tradeOffPlot } from "./plots.ts";

const style = `
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; }
figure { margin: 1.5rem 0; overflow-x: auto; background: white; color: black; padding: .5rem; border: 1px solid #ccc; }
table { border-collapse: collapse; margin: 1rem 0; }
td, th { border: 1px solid #999; padding: .25rem .6rem; text-align: left; vertical-align: top; }
td small { display: block; opacity: .75; }
.wide { overflow-x: auto; }
@media print { body { max-width: none; margin: 0; } figure, tr { break-inside: avoid; } a { color: inherit; } }
`;

interface PageWords {
  /** What dominates what, and what else is to be said first. */
  readonly first: readonly string[];
  readonly assumptions: readonly string[];
  readonly command: string;
}

export function pageOf(view: ExplorationView, { first, assumptions, command }: PageWords): string {
  const lines = [
    "<!doctype html>",
    '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    `<title>What each configuration buys</title><style>${style}</style></head><body>`,
    "<h1>What each configuration buys</h1>",
    `<p>${view.labels.length} configurations under ${view.profiles.length} kinds of trouble; run n of a profile has the same clients, faults and chance in all of them. Made by <code>${escaped(command)}</code>.</p>`,
    `<ul>${first.map((word) => `<li>${escaped(word)}</li>`).join("")}</ul>`,
    "<h2>How often something acknowledged is lost</h2>",
    `<figure>${lossHeatMap(view)}</figure>`,
    "<h2>How long it cannot be written to</h2>",
    `<figure>${outagePlot(view)}</figure>`,
    "<h2>Loss against outage</h2>",
    `<figure>${tradeOffPlot(view)}</figure>`,
    "<h2>All figures</h2>",
    ...metricNames.map((name) => section(view, name)),
    "<h2>Assumptions</h2>",
    `<ul>${assumptions.map((word) => `<li>${escaped(word)}</li>`).join("")}</ul>`,
    "</body></html>",
  ];
  return `${lines.join("\n")}\n`;
}

function section(view: ExplorationView, name: (typeof metricNames)[number]): string {
  const head = ["configuration", ...view.profiles].map((word) => `<th>${escaped(word)}</th>`).join("");
  const rows = view.labels.map((label, variant) => {
    const cells = view.profiles.map((profile) => {
      const cell = cellAt(view, variant, profile, name);
      const [what, bound] = cellWords(cell);
      const witness = view.witnessOf(cell);
      const shown =
        witness === null
          ? what
          : `<a href="${encodeURI(witness)}" title="kafka-trial replay ${escaped(witness)}">${what}</a>`;
      return `<td>${shown}<small>${bound}</small></td>`;
    });
    return `<tr><th>${escaped(label)}</th>${cells.join("")}</tr>`;
  });
  const { sentence, unit } = metric(name);
  return `<h3>${name}</h3><p>${escaped(sentence)} Unit: ${escaped(unit)}.</p><div class="wide"><table><tr>${head}</tr>${rows.join("")}</table></div>`;
}
