/** Threads for the two kinds of work: one pool draws; each mutant then has a thread of its own, which may be killed. */
import { existsSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { Tinypool } from "tinypool";
import type { ChunkTask } from "../campaign/chunk.ts";
import { type DrawnChunk, drawRuns, type Kill, type TrialTask, tryMutant } from "./trial-of-mutants.ts";

const worker = new URL("./worker.js", import.meta.url);
const drawer = new URL("./trial-of-mutants.js", import.meta.url);

/** A run takes a second at most; a loop that no counter sees takes for ever. */
const silentMs = 120_000;
const heapMb = 1024;

interface Drawers {
  draw(bundle: string, task: ChunkTask): Promise<DrawnChunk>;
  close(): Promise<void>;
}

export function openDrawers(jobs: number): Drawers {
  // The source itself has no built worker.
  if (!existsSync(drawer)) return { draw: (bundle, task) => drawRuns({ bundle, task }), close: async () => {} };
  const pool = new Tinypool({ filename: drawer.href, name: "drawRuns", minThreads: jobs, maxThreads: jobs });
  return { draw: (bundle, task) => pool.run({ bundle, task }), close: () => pool.destroy() };
}

/** Null: it survives. What exhausts time or memory without an end is killed as what loops. */
export async function tryInThread(task: TrialTask, stop: Promise<void>): Promise<Kill | null> {
  if (!existsSync(worker)) return tryMutant(task, () => {});
  const thread = new Worker(worker, { workerData: task, resourceLimits: { maxOldGenerationSizeMb: heapMb } });
  let done = 0;
  const kill = await new Promise<Kill | null>((resolve, reject) => {
    const loops = (sentence: string): void =>
      resolve({ check: "loops", sentence, index: task.runs[Math.min(done, task.runs.length - 1)]!.index });
    const silent = setTimeout(() => loops("a run did not come to an end"), silentMs);
    stop.then(() => resolve(null));
    thread.on("message", (message: "alive" | { readonly kill: Kill | null }) => {
      silent.refresh();
      if (message === "alive") done += 1;
      else resolve(message.kill);
    });
    thread.on("error", (error: NodeJS.ErrnoException) =>
      error.code === "ERR_WORKER_OUT_OF_MEMORY" ? loops("memory is exhausted") : reject(error),
    );
    thread.on("exit", () => clearTimeout(silent));
  });
  await thread.terminate();
  return kill;
}
