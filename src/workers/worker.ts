/** What a worker of the pool does: runs of a chunk, runs under other configurations, one shrink, one hunt. Everything in and out is plain data. */

import { type ChunkResult, type ChunkTask, runChunk } from "../campaign/chunk.ts";
import { type ShrinkResult, type ShrinkTask, shrinkScenario } from "../shrink/shrink.ts";
import { type RerunResult, type RerunTask, rerun } from "../study/counterfactual/rerun.ts";
import { type HuntResult, type HuntTask, hunt } from "../study/hunt/hunt.ts";

export type Task = ChunkTask | RerunTask | ShrinkTask | HuntTask;

export function work(task: ChunkTask): ChunkResult;
export function work(task: RerunTask): RerunResult;
export function work(task: ShrinkTask): ShrinkResult;
export function work(task: HuntTask): HuntResult;
export function work(task: Task): ChunkResult | RerunResult | ShrinkResult | HuntResult;
export function work(task: Task): ChunkResult | RerunResult | ShrinkResult | HuntResult {
  switch (task.kind) {
    case "chunk":
      return runChunk(task);
    case "rerun":
      return rerun(task);
    case "shrink":
      return shrinkScenario(task);
    case "hunt":
      return hunt(task);
  }
}
