/** Judges a recorded history of any Kafka-like system, from its file; no simulator is loaded. */
import { resolve } from "node:path";
import type { ErrorType } from "../history/anomalies/anomaly.ts";
import { judge } from "../history/anomalies/judge.ts";
import { meanings } from "../history/anomalies/meanings.ts";
import type { Lag } from "../history/anomalies/realtime-lag.ts";
import type { SubVia } from "../history/anomalies/settings.ts";
import type { UnseenPoint } from "../history/anomalies/unseen.ts";
import { type BadInput, isBadInput } from "../scenario/bad-input.ts";
import { badFile } from "./bad-file.ts";
import { type QuotedErrors, quoteOperations } from "./quote-operations.ts";
import { readHistory } from "./read-history.ts";
import { openSeriesFile } from "./series-file.ts";

interface CheckHistoryOptions {
  readonly wwDeps: boolean;
  /** Null: as the history itself shows. */
  readonly subVia: SubVia | null;
  /** Where the whole series go. */
  readonly series: string | null;
}

/** What `check --json` prints. */
export interface HistoryReport {
  readonly valid: boolean;
  readonly errorTypes: readonly ErrorType[];
  readonly badErrorTypes: readonly ErrorType[];
  /** At most 32 (8 of order and cycles: the worst) of each type; how many there are is in `counts`. */
  readonly errors: QuotedErrors;
  readonly counts: Readonly<Record<string, number>>;
  /** Of each type, the smallest one in words. */
  readonly witnesses: Readonly<Record<string, string>>;
  /** Of each type, what it means. */
  readonly meanings: Readonly<Record<string, string>>;
  readonly realtimeLag: readonly Lag[];
  readonly worstRealtimeLag: Lag | null;
  readonly unseenSeries: readonly UnseenPoint[];
  readonly wwDeps: boolean;
  readonly subVia: SubVia;
  /** Lines of client processes: invocations and completions. */
  readonly operations: number;
  readonly processes: number;
  readonly partitions: number;
  readonly records: number;
  readonly wallSeconds: number;
}

const seriesPoints = 1000;

export function checkHistory(file: string, options: CheckHistoryOptions): HistoryReport | BadInput {
  const started = performance.now();
  if (options.series !== null && resolve(options.series) === resolve(file)) {
    return badFile(`--series ${options.series}`, "the history itself", "another file, which is overwritten");
  }
  const recording = readHistory(file);
  if (isBadInput(recording)) return recording;
  const series = options.series === null ? null : openSeriesFile(options.series);
  if (series !== null && isBadInput(series)) return series;
  const verdict = judge(recording, {
    wwDeps: options.wwDeps,
    ...(options.subVia === null ? {} : { subVia: options.subVia }),
    seriesPoints,
    ...(series === null ? {} : { onLag: series.onLag, onUnseen: series.onUnseen }),
  });
  series?.close();
  return {
    valid: verdict.valid,
    errorTypes: verdict.types,
    badErrorTypes: verdict.badTypes,
    errors: quoteOperations(file, verdict),
    counts: verdict.counts,
    witnesses: verdict.witnesses,
    meanings: Object.fromEntries(verdict.types.map((type) => [type, meanings[type]])),
    realtimeLag: verdict.realtimeLag,
    worstRealtimeLag: verdict.worstRealtimeLag,
    unseenSeries: verdict.unseenSeries,
    wwDeps: options.wwDeps,
    subVia: verdict.subVia,
    operations: recording.operations,
    processes: recording.processes.size,
    partitions: recording.records.keys.length,
    records: recording.records.values.length,
    wallSeconds: (performance.now() - started) / 1000,
  };
}
