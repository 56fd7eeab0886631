/** What `check --json` prints: one object, stable. The JSON Schema under schema/ is made from this. */
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

export type CheckReport = z.infer<typeof checkReportSchema>;

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
