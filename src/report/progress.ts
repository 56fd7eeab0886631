/** Progress on stderr, of campaigns, hunts and searches: a bar on a terminal, a plain line now and then elsewhere. */

import { default as cliProgress, type SingleBar } from "cli-progress";
import type { Progress } from "../campaign/campaign.ts";
import type { ProveProgress } from "../prove/prove.ts";
import { medianHunt } from "../study/hunt/hunt.ts";
import type { Cell } from "../study/hunt/kill-matrix.ts";

interface ProgressPrinter {
  update(progress: Progress): void;
  stop(): void;
}

/** The first line comes soon, the others now and then. */
const firstMs = 1000;
const quietMs = 10_000;

export function progressPrinter(total: number | null, seconds: number | null): ProgressPrinter {
  return process.stderr.isTTY ? bar(total, seconds) : lines();
}

function bar(total: number | null, seconds: number | null): ProgressPrinter {
  const shown: SingleBar = new cliProgress.SingleBar(
    {
      stream: process.stderr,
      clearOnComplete: true,
      hideCursor: true,
      format: "{bar} {value}/{total} {unit} · {events} events · {broken} runs with a finding",
    },
    cliProgress.Presets.shades_grey,
  );
  const unit = total === null ? "s" : "runs";
  const started = Date.now();
  shown.start(total ?? seconds ?? 0, 0, { unit, events: "0", broken: 0 });
  return {
    update: (progress) => {
      const value = total === null ? Math.min(seconds ?? 0, Math.floor((Date.now() - started) / 1000)) : progress.done;
      shown.update(value, { unit, events: millions(progress.events), broken: progress.broken });
    },
    stop: () => shown.stop(),
  };
}

function lines(): ProgressPrinter {
  let due = Date.now() + firstMs;
  return {
    update: (progress) => {
      if (Date.now() < due) return;
      due = Date.now() + quietMs;
      const of = progress.total === null ? "" : ` of ${progress.total}`;
      process.stderr.write(
        `${progress.done}${of} runs, ${millions(progress.events)} events, ${progress.broken} runs with a finding\n`,
      );
    },
    stop: () => {},
  };
}

const millions = (events: number): string => `${(events / 1e6).toFixed(1)} M`;

interface HuntProgress {
  update(cell: Cell): void;
  stop(): void;
}

export function huntProgress(total: number): HuntProgress {
  if (!process.stderr.isTTY) return { update: (cell) => process.stderr.write(`${cellLine(cell)}\n`), stop: () => {} };
  const format = "{bar} {value}/{total} · {last}";
  const options = { stream: process.stderr, clearOnComplete: true, hideCursor: true, format };
  const shown = new cliProgress.SingleBar(options, cliProgress.Presets.shades_grey);
  shown.start(total, 0, { last: "" });
  return { update: (cell) => shown.increment(1, { last: cellLine(cell) }), stop: () => shown.stop() };
}

function cellLine({ defect, strategy, hunts }: Cell): string {
  const { found, executions } = medianHunt(hunts);
  const how = found === null ? `not found within ${executions} runs` : `${found.check} after ${executions} runs`;
  const foundIn = hunts.filter((one) => one.found !== null).length;
  return `${defect} ${strategy}: ${how} (found in ${foundIn} of ${hunts.length} campaigns)`;
}

interface ProofProgress {
  update(progress: ProveProgress): void;
  stop(): void;
}

const proofQuietMs = { terminal: 200, plain: 10_000 } as const;

export function proofProgress(what: string): ProofProgress {
  const { stderr } = process;
  const isTerminal = stderr.isTTY === true;
  let last = Date.now();
  let isDirty = false;
  return {
    update: (progress) => {
      if (Date.now() - last < (isTerminal ? proofQuietMs.terminal : proofQuietMs.plain)) return;
      last = Date.now();
      isDirty = isTerminal;
      stderr.write(isTerminal ? `\r\x1b[K${what}: ${proofLine(progress)}` : `${what}: ${proofLine(progress)}\n`);
    },
    stop: () => {
      if (isDirty) stderr.write("\r\x1b[K");
      isDirty = false;
    },
  };
}

function proofLine({ states, transitions, depth, walks }: ProveProgress): string {
  if (walks > 0) return `${walks} walks, ${millions(transitions)} steps`;
  return `${millions(states)} states, ${millions(transitions)} transitions, depth ${depth}`;
}
