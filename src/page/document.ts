/** The HTML round the laboratory: one file, no network. */
import { escaped } from "../report/markup.ts";
import type { Scenario } from "../scenario/scenario.ts";

const style = `
:root { color-scheme: light dark; --soft: #8886; }
body { font: 15px/1.45 system-ui, sans-serif; margin: 1.2rem auto; max-width: 78rem; padding: 0 1rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin: 1.2rem 0 .3rem; }
main { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 0 2rem; }
@media (max-width: 60rem) { main { grid-template-columns: minmax(0, 1fr); } }
.wide { grid-column: 1 / -1; overflow-x: auto; }
.verdict { font-size: 1.2rem; border-left: .4rem solid var(--soft); padding-left: .6rem; }
.verdict.violated { border-color: #b00; } .verdict.held { border-color: #2a7; } .verdict.unpromised { border-color: #c80; }
.lines { font: 13px/1.4 ui-monospace, monospace; padding-left: 2.4rem; max-height: 30rem; overflow-y: auto; }
.lines li { cursor: pointer; } .lines .now { background: #fd06; font-weight: 600; }
table { border-collapse: collapse; } td, th { padding: .1rem .5rem .1rem 0; text-align: left; vertical-align: top; }
input[type=number] { width: 6.5em; } textarea { width: 100%; height: 22rem; font: 12px ui-monospace, monospace; }
svg text { font: 12px ui-monospace, monospace; dominant-baseline: middle; } #timeline text { fill: currentColor; }
#timeline .tick { text-anchor: middle; } #timeline .grid { stroke: var(--soft); } #timeline .moment { stroke: var(--soft); stroke-dasharray: 2 3; }
#timeline .leads { fill: #3465a4; } #timeline .down { fill: #a40000; fill-opacity: .75; } #timeline .fault { fill: #c17d11; }
#timeline #now { stroke: currentColor; stroke-width: 2; } #logs svg { max-width: 100%; }
#problem { color: #b00; min-height: 1.4em; }
@media print { textarea, button, select, #run, .edit { display: none; } .lines { max-height: none; } }
`;

const legend =
  "Timeline: blue, the node leads the partition; red, it is down; a triangle, a fault begins. Logs: a box is a record, its colour the leader epoch in which it was written, the bar the high watermark, a filled name the leader, a dashed one a replica outside the ISR, a struck-out one a broker that is down.";

const body = `
<h1 id="title"></h1>
<main>
<section><div id="verdict-box"></div><div id="comparison"></div><p id="problem" role="status"></p></section>
<section class="edit"><h2>Faults</h2><div id="faults"></div>
<p>At the time that is shown: <select id="kind" aria-label="kind of fault"></select> of <select id="node" aria-label="node"></select> <button id="add">add</button></p></section>
<section class="wide"><h2>Over time <span id="time"></span> <button id="back" aria-label="line before">◀</button> <button id="forth" aria-label="next line">▶</button> partition <select id="partition" aria-label="partition"></select></h2>
<div id="timeline-box"></div></section>
<section><h2>Story</h2><div id="story"></div></section>
<section><h2>Logs at this moment</h2><div id="logs"></div><p><small>${legend} Arrow keys go from line to line.</small></p></section>
<section class="wide edit"><h2>Scenario</h2><p>Every setting can be edited; the same scenario has the same digest on the command line (<code>kafka-trial replay</code>).</p>
<textarea id="scenario" spellcheck="false" aria-label="scenario"></textarea><p><button id="run">run again</button> <button id="share">put it into the address</button></p></section>
</main>`;

/** In a script a value may not end the script. */
const embedded = (value: unknown): string => JSON.stringify(value).replaceAll("<", "\\u003c");

interface PageContent {
  readonly title: string;
  readonly scenario: Scenario;
  /** The failure that is told, if the run shows it. */
  readonly fingerprint: string | null;
  /** The bundled laboratory. */
  readonly script: string;
}

export function documentOf({ title, scenario, fingerprint, script }: PageContent): string {
  const heading = escaped(title);
  return [
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${heading}</title><style>${style}</style></head><body>`,
    body.replace('id="title">', `id="title">${heading}`),
    `<script type="application/json" id="given">${embedded({ scenario, fingerprint })}</script>`,
    `<script>${script.replaceAll("</script", "<\\/script")}</script>`,
    "</body></html>\n",
  ].join("\n");
}
