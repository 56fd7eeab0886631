/** What `check` prints: with `--json` one object, stable (the JSON Schema under schema/ is made from this), else the verdict first, then each anomaly with its count and its smallest witness. */
import pc from "picocolors";
import { z } from "zod";
import { errorTypes } from "../history/anomalies/settings.ts";
import type { HistoryReport } from "../history-file/check-history.ts";

const anomalyType = z.enum(errorTypes);
const byKey = z.record(z.string(), z.number().int());

const lag = z.strictObject({
  time: z.number().describe("nanoseconds, as in the history"),
  process: z.number().int(),
  key: z.string().describe("the partition"),
  lag: z.number().describe("nanoseconds"),
});

export const checkReportSchema = z.strictObject({
  valid: z.boolean().describe("no anomaly but those that the settings allow"),
  errorTypes: z.array(anomalyType).describe("every anomaly that the history shows"),
  badErrorTypes: z.array(anomalyType).describe("those that make it invalid"),
  errors: z
    .partialRecord(anomalyType, z.array(z.looseObject({})))
    .describe("of each type at most 32 (8 of order and cycles, the worst), with operations as they stand in the file"),
  counts: z.partialRecord(anomalyType, z.number().int()).describe("how many there are of each type"),
  witnesses: z.partialRecord(anomalyType, z.string()).describe("of each type the smallest one in words"),
  meanings: z.partialRecord(anomalyType, z.string()),
  realtimeLag: z.array(lag).describe("at most 1,000 points, of each stretch of time the highest; all with --series"),
  worstRealtimeLag: lag.nullable(),
  unseenSeries: z
    .array(
      z.strictObject({
        time: z.number(),
        unseen: byKey.describe("acknowledged and not polled yet, by partition"),
        messages: z
          .record(z.string(), z.array(z.union([z.string(), z.number()])))
          .optional()
          .describe("on the last point: the values"),
      }),
    )
    .describe("at most 1,000 points; all with --series"),
  wwDeps: z.boolean(),
  subVia: z.enum(["assign", "subscribe"]),
  operations: z.number().int().describe("lines of client processes: invocations and completions"),
  processes: z.number().int(),
  partitions: z.number().int(),
  records: z.number().int(),
  wallSeconds: z.number(),
});

type CheckReport = z.infer<typeof checkReportSchema>;

export const checkReport = (report: HistoryReport): CheckReport => ({
  ...report,
  errorTypes: [...report.errorTypes],
  badErrorTypes: [...report.badErrorTypes],
  errors: { ...report.errors },
  realtimeLag: [...report.realtimeLag],
  unseenSeries: report.unseenSeries.map(({ messages, ...point }) =>
    messages === undefined ? point : { ...point, messages: mapped(messages) },
  ),
});

const mapped = <T>(lists: Readonly<Record<string, readonly T[]>>): Record<string, T[]> =>
  Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, [...list]]));

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
