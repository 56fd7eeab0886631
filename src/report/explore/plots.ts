/** The plots of an exploration, as SVG. Readable in black and white: every mark also has its figure or its name beside it. */
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import type { Cell } from "../../durability/cells.ts";
import { cellWords, type ExplorationView } from "./exploration-view.ts";

const labelWidth = 190;

/** A document of its own for each plot: no browser is there. */
function drawn(options: Plot.PlotOptions): string {
  const { document } = parseHTML("<!doctype html><html><body></body></html>");
  const plot = Plot.plot({ ...options, document });
  plot.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return plot.outerHTML;
}

const cellsOfMetric = ({ cells, labels }: ExplorationView, name: Cell["metric"]) =>
  cells.filter((cell) => cell.metric === name && cell.n > 0).map((cell) => ({ ...cell, label: labels[cell.variant]! }));

/** Share of runs that lost an acknowledged record: darker is more, the figures stand in each cell. */
export function lossHeatMap(view: ExplorationView): string {
  const cells = cellsOfMetric(view, "lostAcked");
  const cellOf = { x: "profile", y: "label" } as const;
  return drawn({
    width: Math.max(640, labelWidth + view.profiles.length * 120),
    height: 70 + view.labels.length * 46,
    marginLeft: labelWidth,
    marginTop: 40,
    x: { axis: "top", label: null, domain: [...view.profiles] },
    y: { label: null, domain: [...view.labels] },
    color: { type: "sqrt", domain: [0, 1], range: ["#ffffff", "#3b3b3b"] },
    marks: [
      Plot.cell(cells, { ...cellOf, fill: "estimate", stroke: "#999", inset: 1 }),
      Plot.text(cells, {
        ...cellOf,
        text: (cell: Cell) => cellWords(cell).join("\n"),
        fill: (cell: Cell) => (cell.estimate > 0.25 ? "white" : "black"),
      }),
    ],
  });
}

/** Mean time without service, with its interval, by profile. */
export function outagePlot(view: ExplorationView): string {
  const cells = cellsOfMetric(view, "unavailableWriteSeconds");
  return drawn({
    width: 900,
    height: 60 + view.profiles.length * (view.labels.length * 16 + 24),
    marginLeft: labelWidth,
    marginRight: 110,
    x: { label: "seconds per run without a partition that takes acks=all (mean, 95 %)", grid: true, zero: true },
    y: { label: null, domain: [...view.labels] },
    fy: { label: null, domain: [...view.profiles] },
    marks: [
      Plot.frame({ stroke: "#ddd" }),
      Plot.link(cells, {
        fy: "profile",
        y1: "label",
        y2: "label",
        x1: "low",
        x2: (cell: Cell) => cell.high ?? 0,
        stroke: "black",
      }),
      Plot.dot(cells, { fy: "profile", y: "label", x: "estimate", fill: "black", r: 3 }),
    ],
  });
}

/** Loss against outage over all profiles, one point for each configuration: to the lower left is better. */
export function tradeOffPlot(view: ExplorationView): string {
  const mean = (variant: number, name: Cell["metric"]): number => {
    const some = view.cells.filter((cell) => cell.variant === variant && cell.metric === name && cell.n > 0);
    return some.reduce((sum, { estimate }) => sum + estimate, 0) / Math.max(1, some.length);
  };
  const points = view.labels.map((label, variant) => ({
    label,
    loss: mean(variant, "lostAcked") * 100,
    outage: mean(variant, "unavailableWriteSeconds"),
  }));
  return drawn({
    width: 760,
    height: 380,
    marginLeft: 60,
    marginRight: labelWidth,
    x: { label: "seconds per run without service (mean over the profiles)", grid: true, zero: true },
    y: { label: "% of runs that lost an acknowledged record (mean over the profiles)", grid: true, zero: true },
    marks: [
      Plot.dot(points, { x: "outage", y: "loss", fill: "black", r: 4 }),
      Plot.text(points, { x: "outage", y: "loss", text: "label", dx: 8, textAnchor: "start" }),
    ],
  });
}
