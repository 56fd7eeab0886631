/** What `check` prints: the verdict first, then each anomaly with its count and its smallest witness. */
import pc from "picocolors";
import type { HistoryReport } from "../history-file/check-history.ts";

export function checkText(report: HistoryReport): string {
  const bad = report.errorTypes.filter((type) => report.badErrorTypes.includes(type));
  const allowed = report.errorTypes.filter((type) => !report.badErrorTypes.includes(type));
  return [
    verdictLine(report, bad),
    ...bad.flatMap((type) => anomalyLines(report, type, pc.red)),
    ...(allowed.length > 0 ? [pc.bold(`Not held against it (${settingsText(report)}):`)] : []),
    ...allowed.flatMap((type) => anomalyLines(report, type, pc.yellow)),
    lagLine(report),
    pc.dim(judgedLine(report)),
  ].join("\n");
}

function verdictLine(report: HistoryReport, bad: readonly string[]): string {
  if (bad.length > 0) return pc.bold(pc.red(`INVALID: ${bad.join(", ")}`));
  return pc.bold(pc.green(report.errorTypes.length === 0 ? "VALID: no anomaly" : "VALID: no anomaly that counts"));
}

const anomalyLines = (report: HistoryReport, type: string, colour: (text: string) => string): readonly string[] => [
  `${colour(type)} (${numberText(report.counts[type] ?? 0)}): ${report.meanings[type]}`,
  `  ${report.witnesses[type] ?? ""}`,
];

function settingsText({ subVia, wwDeps }: HistoryReport): string {
  return `consumers bound by ${subVia}, write order ${wwDeps ? "inferred from offsets" : "not inferred"}`;
}

function lagLine({ worstRealtimeLag }: HistoryReport): string {
  if (worstRealtimeLag === null) return "Realtime lag: not measured (no process was assigned a partition)";
  const { lag, process, key, time } = worstRealtimeLag;
  if (lag === 0) return "Worst realtime lag: none";
  return `Worst realtime lag: ${timeText(lag)}, process ${process} on partition ${key} at ${timeText(time)}`;
}

const judgedLine = ({ operations, records, partitions, processes, wallSeconds }: HistoryReport): string =>
  `${countText(operations, "operation")} of ${countText(processes, "process")} on ${countText(partitions, "partition")}, ${countText(records, "record")}, judged in ${wallSeconds.toFixed(1)} s`;

const countText = (count: number, noun: string): string =>
  `${numberText(count)} ${noun}${count === 1 ? "" : noun.endsWith("s") ? "es" : "s"}`;

const numberText = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ",");

/** Nanoseconds in a unit that a reader can take in. */
function timeText(nanos: number): string {
  if (nanos < 1e3) return `${nanos} ns`;
  if (nanos < 1e6) return `${(nanos / 1e3).toFixed(1)} µs`;
  return nanos < 1e9 ? `${(nanos / 1e6).toFixed(1)} ms` : `${(nanos / 1e9).toFixed(3)} s`;
}
