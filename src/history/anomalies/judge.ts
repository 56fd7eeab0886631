/** Judges a recorded history: operations in, verdict out. No file, no clock, no simulator. */
import { Role } from "../operation-kind.ts";
import type { ErrorType } from "./anomaly.ts";
import type { ClientOperation } from "./client-operation.ts";
import type { Evidence } from "./evidence.ts";
import { addFinding, type Found, found } from "./findings.ts";
import { checkDependencyCycles } from "./graph/dependency-cycles.ts";
import { checkImpossibleReads } from "./impossible-reads.ts";
import { checkLostWrites } from "./lost-writes.ts";
import { checkDuplicates, checkInconsistentOffsets } from "./offset-conflicts.ts";
import { checkPollOrder, checkSendOrder } from "./order.ts";
import { type Lag, measureLag } from "./realtime-lag.ts";
import {
  addOperation,
  endRecording,
  type Misfit,
  newRecording,
  Ok,
  type Recording,
  rowCount,
  startOf,
} from "./recording.ts";
import { newSeries, pointsOf } from "./series.ts";
import { allowedTypes, type JudgeSettings, type SubVia } from "./settings.ts";
import { checkUnseen, type UnseenPoint } from "./unseen.ts";
import { versionOrder } from "./version-order.ts";

export interface JudgeOptions extends JudgeSettings {
  /** Points kept of each series. Default: all. */
  readonly seriesPoints?: number;
  /** Edges looked at in one search for a cycle. Steps, not seconds: the same history gets the same verdict everywhere. */
  readonly cycleSteps?: number;
  /** Every point as it is measured, whatever is kept. */
  readonly onLag?: (lag: Lag) => void;
  readonly onUnseen?: (point: UnseenPoint) => void;
}

export interface Verdict extends Found {
  /** No anomaly but those that the settings allow. */
  readonly valid: boolean;
  readonly badTypes: readonly ErrorType[];
  readonly subVia: SubVia;
  readonly realtimeLag: readonly Lag[];
  readonly worstRealtimeLag: Lag | null;
  readonly unseenSeries: readonly UnseenPoint[];
}

/** `misfit`: the first operation that does not fit those before it, with its place counted from 1. */
export function judgeOperations(
  operations: readonly ClientOperation[],
  options: JudgeOptions = {},
): Verdict | { readonly misfit: Misfit; readonly line: number } {
  const recording = newRecording();
  for (const [i, operation] of operations.entries()) {
    const misfit = addOperation(recording, operation, i + 1);
    if (misfit !== null) return { misfit, line: i + 1 };
  }
  return judge(recording, options);
}

/** Ends the recording. */
export function judge(recording: Recording, options: JudgeOptions = {}): Verdict {
  endRecording(recording);
  const evidence: Evidence = { recording, order: versionOrder(recording), findings: {} };
  const wwDeps = options.wwDeps === true;
  const limit = options.seriesPoints ?? Number.POSITIVE_INFINITY;
  const unseen = newSeries(limit, options.onUnseen ?? null);
  const lag = newSeries(limit, options.onLag ?? null);
  checkInconsistentOffsets(evidence);
  checkDuplicates(evidence);
  checkLostWrites(evidence);
  checkUnseen(evidence, unseen);
  checkImpossibleReads(evidence);
  checkPollOrder(evidence);
  checkSendOrder(evidence);
  checkDependencyCycles(evidence, wwDeps, options.cycleSteps);
  checkEmptiness(evidence);
  const worstRealtimeLag = measureLag(evidence, lag);
  const subVia = options.subVia ?? (subscribes(recording) ? "subscribe" : "assign");
  const result = found(evidence.findings);
  const allowed = allowedTypes(wwDeps, subVia);
  const badTypes = result.types.filter((type) => !allowed.has(type));
  return {
    ...result,
    valid: badTypes.length === 0,
    badTypes,
    subVia,
    realtimeLag: pointsOf(lag),
    worstRealtimeLag,
    unseenSeries: pointsOf(unseen),
  };
}

function subscribes({ rows }: Recording): boolean {
  return rows.roles.data.subarray(0, rows.roles.length).some((roles) => (roles & Role.subscribes) !== 0);
}

/** A run that shows nothing is no pass. */
function checkEmptiness({ recording, findings }: Evidence): void {
  if (recording.reads.records.length > 0) return;
  for (let row = 0; row < rowCount(recording); row++) {
    if (recording.rows.outcomes.data[row] === Ok && startOf(recording.sends, row) < recording.sends.ends.data[row]!)
      return;
  }
  addFinding(
    findings,
    "empty-transaction-graph",
    { operations: recording.operations },
    { size: 0 },
    () =>
      `of ${recording.operations} operations none was an acknowledged send and none polled a record: there is nothing to judge`,
  );
}
