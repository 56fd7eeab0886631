/** What a worker of the pool does: runs of a chunk, or one shrink. Everything in and out is plain data. */
import { type ShrinkResult, type ShrinkTask, shrinkScenario } from "../shrink/shrink.ts";
import { type ChunkResult, type ChunkTask, runChunk } from "./chunk.ts";
import { run } from "./run.ts";

export function work(task: ChunkTask): ChunkResult;
export function work(task: ShrinkTask): ShrinkResult;
export function work(task: ChunkTask | ShrinkTask): ChunkResult | ShrinkResult {
  if (task.kind === "chunk") return runChunk(task);
  const result = shrinkScenario(task);
  // A shrink looks no further than the failure; what is saved must replay to its end.
  return { ...result, outcome: run(result.scenario) };
}
