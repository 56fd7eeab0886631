/**
 * One replica of a ledger: what a controller of a quorum or a coordinator of a partition does between its decisions and the
 * log under them (org.apache.kafka.controller.QuorumController, org.apache.kafka.coordinator.common.runtime.CoordinatorRuntime).
 *
 * The life of a command on the leader; `state` always holds everything up to `appliedEnd`:
 *
 *   execute(A)  decide: records a, reply A'      log  ....|a|            applied: a   waiting: A'
 *   execute(B)  decide, seeing a: records b, B'  log  ....|a|b|          applied: ab  waiting: A' B'
 *   execute(C)  decide: no records, C'           log  ....|a|b|          applied: ab  waiting: A' B' C'
 *   log.committedEnd passes a: onCommitted       log  ..a|b|             facts of a are told, A' is answered
 *   log.committedEnd passes b: onCommitted       log  ..ab|              facts of b are told, B' and C' are answered
 *
 * C' waits although it wrote nothing: it was decided from b, which may still be lost. With nothing waiting it is answered
 * at once. A log that commits in `append` (one machine that flushes) never lets anything wait.
 *
 * What goes wrong:
 *
 *   append refused      nothing is replayed; this command alone fails
 *   tail lost           onTruncated: waiting commands beyond the end fail, the state is folded again from the log that is left
 *   leadership lost     follow: all waiting commands fail, the state is folded again up to the committed end, and goes on with
 *                       what others commit (a quorum); unload: the same, and the state is dropped (a coordinator)
 *
 * A command that failed may still be committed by the next leader, so its client must look. Leadership comes and goes by
 * leader epoch, each epoch at most once here, and what is late is dropped:
 *
 *   unloaded | following --load(e), e above every epoch seen--> loading --continueLoad(e): all is replayed--> leading
 *   leading | loading --load(e'): the same leader, a newer epoch--> as it was
 *   any --follow(e) or unload(e), e not below the newest epoch seen--> following | unloaded
 *
 * Facts ride with their batch (ledger-log.ts). The first replica that knows it committed tells them, once: the one that
 * decided it, or, if that one died or lost its leadership before, the one that inherited the batch.
 *
 * How to use it: give it the ledger, the log and a port; call `onCommitted` and `onTruncated` after each step in which the
 * log's ends moved by other means than `execute`. Keep soft state (sessions, parked requests) beside the host: make it anew
 * when `continueLoad` returns true, drop it with `follow` and `unload`; the port's `fail` takes care of the waiting ones.
 */

import { invariant } from "../../core/invariant.ts";
import type { Ledger } from "../../core/ledger.ts";
import type { ErrorCode } from "../errors.ts";
import type { LedgerBatch, LedgerLog } from "./ledger-log.ts";

/** The types of one kind of ledger. */
export interface LedgerTypes {
  state: unknown;
  command: unknown;
  record: unknown;
  reply: unknown;
  fact: unknown;
  /** Who waits for a reply: whatever the plumbing needs to answer. */
  waiter: unknown;
  /** What the plumbing needs in each step, handed through. */
  context: unknown;
}

export interface LedgerPort<T extends LedgerTypes> {
  tell(fact: T["fact"], context: T["context"]): void;
  answer(waiter: T["waiter"], reply: T["reply"], context: T["context"]): void;
  /** The command of `waiter` failed; it may still be committed, unless the log refused it. null: nobody asked, and the log refused it. */
  fail(waiter: T["waiter"] | null, errorCode: ErrorCode, context: T["context"]): void;
}

type Batch<T extends LedgerTypes> = LedgerBatch<T["record"], T["fact"]>;
type LogOf<T extends LedgerTypes> = LedgerLog<T["state"], T["record"], T["fact"]>;
type LedgerOf<T extends LedgerTypes> = Ledger<T["state"], T["command"], T["record"], T["reply"], T["fact"]>;

/** What is to be told and answered once the log is committed up to `endOffset`. */
interface Waiting<T extends LedgerTypes> {
  readonly endOffset: number;
  readonly batch: Batch<T>;
  /** null: nobody asked, or an earlier leader decided it. */
  readonly answer: { readonly waiter: T["waiter"]; readonly reply: T["reply"] } | null;
}

export interface LedgerHost<T extends LedgerTypes> {
  readonly ledger: LedgerOf<T>;
  readonly log: LogOf<T>;
  readonly port: LedgerPort<T>;
  status: "unloaded" | "following" | "loading" | "leading";
  /** The newest leader epoch seen; -1: none. */
  epoch: number;
  /** The fold of the log up to `appliedEnd`. Another object after each revert. */
  state: T["state"];
  appliedEnd: number;
  /** Everything below it was told and answered. */
  committedEnd: number;
  /** By end offset. */
  readonly waiting: Waiting<T>[];
}

/** More than that wait only if the log never commits, and nobody takes the leadership away. */
const maxWaiting = 10_000;

export const newLedgerHost = <T extends LedgerTypes>(
  ledger: LedgerOf<T>,
  log: LogOf<T>,
  port: LedgerPort<T>,
): LedgerHost<T> => ({
  ledger,
  log,
  port,
  status: "unloaded",
  epoch: -1,
  state: ledger.empty(),
  appliedEnd: 0,
  committedEnd: 0,
  waiting: [],
});

/**
 * Decides, appends and replays. Only the leader may be asked. Returns the reply that `waiter` will hear (null: nobody asks),
 * for the sake of soft state; undefined if the log refused, and the command failed.
 */
export function execute<T extends LedgerTypes>(
  host: LedgerHost<T>,
  command: T["command"],
  waiter: T["waiter"] | null,
  context: T["context"],
): T["reply"] | undefined {
  invariant(host.status === "leading", "only the leader of a ledger decides");
  invariant(host.waiting.length < maxWaiting, "the commands that wait for a ledger's log are bounded");
  const { records, facts, reply } = host.ledger.decide(host.state, command);
  const batch = { records, facts, isTold: false };
  if (records.length > 0) {
    const baseOffset = host.log.append(batch, host.epoch);
    if (typeof baseOffset !== "number") {
      host.port.fail(waiter, baseOffset.errorCode, context);
      return undefined;
    }
    replayBatch(host, batch, baseOffset);
    invariant(host.appliedEnd === host.log.endOffset, "a leader has applied all of its log");
  }
  host.waiting.push({ endOffset: host.appliedEnd, batch, answer: waiter === null ? null : { waiter, reply } });
  onCommitted(host, context);
  return reply;
}

/** The committed end may have moved: whoever leads tells and answers, a follower replays and tells what nobody told. */
export function onCommitted<T extends LedgerTypes>(host: LedgerHost<T>, context: T["context"]): void {
  if (host.status === "unloaded") return;
  const { committedEnd } = host.log;
  invariant(committedEnd <= host.log.endOffset, "a log commits only what it holds");
  invariant(committedEnd >= host.committedEnd, "what a log committed stays committed");
  host.committedEnd = committedEnd;
  if (host.status === "following") {
    foldCommitted(host, context);
    return;
  }
  for (let next = host.waiting[0]; next !== undefined && next.endOffset <= committedEnd; next = host.waiting[0]) {
    host.waiting.shift();
    tellOnce(host, next.batch, context);
    if (next.answer !== null) host.port.answer(next.answer.waiter, next.answer.reply, context);
  }
}

/** The log lost its tail: the commands that stood on it fail, in their order. */
export function onTruncated<T extends LedgerTypes>(host: LedgerHost<T>, why: ErrorCode, context: T["context"]): void {
  const { endOffset } = host.log;
  if (host.status === "unloaded" || endOffset >= host.appliedEnd) return;
  invariant(endOffset >= host.committedEnd, "what a log committed stays in it");
  const lost = host.waiting.filter((one) => one.endOffset > endOffset);
  host.waiting.length -= lost.length;
  startFold(host);
  fold(host, endOffset);
  fail(host, lost, why, context);
}

/** This replica leads in `epoch`; `continueLoad` follows, at once or in later steps. False: the news is late. */
export function load<T extends LedgerTypes>(host: LedgerHost<T>, epoch: number): boolean {
  if (epoch <= host.epoch) return false;
  host.epoch = epoch;
  if (host.status === "unloaded") startFold(host);
  if (host.status !== "leading") host.status = "loading";
  return true;
}

/**
 * Replays what begins in the next `offsets` offsets, committed or not: it is in the leader's log. True when that made this
 * replica lead; false also for any epoch but the one that is being loaded.
 */
export function continueLoad<T extends LedgerTypes>(
  host: LedgerHost<T>,
  epoch: number,
  offsets: number,
  context: T["context"],
): boolean {
  if (host.status !== "loading" || epoch !== host.epoch) return false;
  onCommitted(host, context);
  const { committedEnd, endOffset } = host.log;
  fold(host, Math.min(endOffset, host.appliedEnd + offsets), (batch) => {
    if (host.appliedEnd <= committedEnd) tellOnce(host, batch, context);
    else host.waiting.push({ endOffset: host.appliedEnd, batch, answer: null });
  });
  if (host.appliedEnd < endOffset) return false;
  host.status = "leading";
  return true;
}

/**
 * This replica does not lead in `epoch`, or no longer: its waiting commands fail, and it goes on with what is committed. To
 * be called before the log takes records of another leader. False: the news is late.
 */
export function follow<T extends LedgerTypes>(
  host: LedgerHost<T>,
  epoch: number,
  why: ErrorCode,
  context: T["context"],
): boolean {
  if (epoch < host.epoch) return false;
  host.epoch = epoch;
  // What was applied beyond the committed end may be replaced by others' records.
  if (host.status === "unloaded" || host.appliedEnd > host.committedEnd) startFold(host);
  host.status = "following";
  host.committedEnd = host.log.committedEnd;
  foldCommitted(host, context);
  fail(host, host.waiting.splice(0), why, context);
  return true;
}

/** As `follow`, and the state is dropped. */
export function unload<T extends LedgerTypes>(
  host: LedgerHost<T>,
  epoch: number,
  why: ErrorCode,
  context: T["context"],
): boolean {
  if (epoch < host.epoch) return false;
  host.epoch = epoch;
  host.status = "unloaded";
  host.state = host.ledger.empty();
  host.appliedEnd = 0;
  host.committedEnd = 0;
  fail(host, host.waiting.splice(0), why, context);
  return true;
}

function startFold<T extends LedgerTypes>(host: LedgerHost<T>): void {
  host.state = host.log.snapshot() ?? host.ledger.empty();
  host.appliedEnd = host.log.startOffset;
}

/** Replays what is not applied yet and begins below `end`; from a snapshot if the log has begun anew beyond it. */
function fold<T extends LedgerTypes>(host: LedgerHost<T>, end: number, then?: (batch: Batch<T>) => void): void {
  if (host.appliedEnd < host.log.startOffset) startFold(host);
  host.log.read(host.appliedEnd, end, (batch, baseOffset) => {
    replayBatch(host, batch, baseOffset);
    then?.(batch);
  });
  // A log may end with offsets that hold no record of the ledger.
  host.appliedEnd = Math.max(host.appliedEnd, end);
}

function foldCommitted<T extends LedgerTypes>(host: LedgerHost<T>, context: T["context"]): void {
  fold(host, host.committedEnd, (batch) => tellOnce(host, batch, context));
  invariant(host.appliedEnd === host.committedEnd, "a follower applies what is committed, and no more");
}

function replayBatch<T extends LedgerTypes>(host: LedgerHost<T>, batch: Batch<T>, baseOffset: number): void {
  const { ledger, state } = host;
  const { records } = batch;
  invariant(baseOffset >= host.appliedEnd, "a ledger replays in the order of offsets");
  for (let i = 0; i < records.length; i++) ledger.replay(state, records[i], baseOffset + i);
  host.appliedEnd = baseOffset + records.length;
}

function tellOnce<T extends LedgerTypes>(host: LedgerHost<T>, batch: Batch<T>, context: T["context"]): void {
  if (batch.isTold) return;
  batch.isTold = true;
  for (const fact of batch.facts) host.port.tell(fact, context);
}

function fail<T extends LedgerTypes>(
  { port }: LedgerHost<T>,
  failed: readonly Waiting<T>[],
  why: ErrorCode,
  context: T["context"],
): void {
  for (const { answer } of failed) if (answer !== null) port.fail(answer.waiter, why, context);
}
