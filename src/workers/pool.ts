/** Worker threads, one campaign each: the main thread stays free for progress and Ctrl-C. */
import { Tinypool } from "tinypool";
import type { ChunkResult, ChunkTask } from "../campaign/chunk.ts";
import type { ShrinkResult, ShrinkTask } from "../shrink/shrink.ts";
import type { RerunResult, RerunTask } from "../study/counterfactual/rerun.ts";
import type { HuntResult, HuntTask } from "../study/hunt/hunt.ts";

export interface WorkerPool {
  chunk(task: ChunkTask): Promise<ChunkResult>;
  rerun(task: RerunTask): Promise<RerunResult>;
  shrink(task: ShrinkTask): Promise<ShrinkResult>;
  hunt(task: HuntTask): Promise<HuntResult>;
  close(): Promise<void>;
}

export function openPool(jobs: number): WorkerPool {
  const pool = new Tinypool({
    filename: new URL("./worker.js", import.meta.url).href,
    name: "work",
    minThreads: jobs,
    maxThreads: jobs,
  });
  return {
    chunk: (task) => pool.run(task),
    rerun: (task) => pool.run(task),
    shrink: (task) => pool.run(task),
    hunt: (task) => pool.run(task),
    close: () => pool.destroy(),
  };
}
