/** Progress of the kill matrix on stderr: a line for each defect and strategy that is through, and a bar on a terminal. */
import { default as cliProgress } from "cli-progress";
import { medianHunt } from "../study/hunt/hunt.ts";
import type { Cell } from "../study/hunt/kill-matrix.ts";

export interface HuntProgress {
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
