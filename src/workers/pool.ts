/** Worker threads, one campaign each: the main thread stays free for progress and Ctrl-C. */
import { existsSync } from "node:fs";
import { Tinypool } from "tinypool";
import type { ChunkResult, ChunkTask } from "../campaign/chunk.ts";
import type { ShrinkResult, ShrinkTask } from "../shrink/shrink.ts";
import type { RerunResult, RerunTask } from "../study/counterfactual/rerun.ts";
import type { HuntResult, HuntTask } from "../study/hunt/hunt.ts";
import type { Task } from "./worker.ts";

export interface WorkerPool {
  chunk(task: ChunkTask): Promise<ChunkResult>;
  rerun(task: RerunTask): Promise<RerunResult>;
  shrink(task: ShrinkTask): Promise<ShrinkResult>;
  hunt(task: HuntTask): Promise<HuntResult>;
  close(): Promise<void>;
}

const worker = new URL("./worker.js", import.meta.url);

export function openPool(jobs: number): WorkerPool {
  if (!existsSync(worker)) return inThisThread();
  const pool = new Tinypool({
    filename: worker.href,
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

/** For the source itself, which has no built worker: one task after another, given and returned as a worker would have it. */
function inThisThread(): WorkerPool {
  const work = async <Result>(task: Task): Promise<Result> => {
    const { work } = await import("./worker.ts");
    await new Promise((resolve) => setImmediate(resolve));
    return structuredClone(work(structuredClone(task))) as Result;
  };
  return { chunk: work, rerun: work, shrink: work, hunt: work, close: async () => {} };
}
