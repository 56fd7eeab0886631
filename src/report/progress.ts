/** Progress of a campaign on stderr: a bar on a terminal, a plain line now and then elsewhere. */
import { default as cliProgress, type SingleBar } from "cli-progress";
import type { Progress } from "../campaign/campaign.ts";

export interface ProgressPrinter {
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
