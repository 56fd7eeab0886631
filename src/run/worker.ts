/** What a worker of the pool does: runs of a chunk, runs under other configurations, or one shrink. Everything in and out is plain data. */
import { type ShrinkResult, type ShrinkTask, shrinkScenario } from "../shrink/shrink.ts";
import { type ChunkResult, type ChunkTask, runChunk } from "./chunk.ts";
import { type RerunResult, type RerunTask, rerun } from "./counterfactual/rerun.ts";

export function work(task: ChunkTask): ChunkResult;
export function work(task: RerunTask): RerunResult;
export function work(task: ShrinkTask): ShrinkResult;
export function work(task: ChunkTask | RerunTask | ShrinkTask): ChunkResult | RerunResult | ShrinkResult {
  if (task.kind === "rerun") return rerun(task);
  return task.kind === "chunk" ? runChunk(task) : shrinkScenario(task);
}
