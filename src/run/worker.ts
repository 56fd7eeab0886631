/** What a worker of the pool does: runs of a chunk, or one shrink. Everything in and out is plain data. */
import { type ShrinkResult, type ShrinkTask, shrinkScenario } from "../shrink/shrink.ts";
import { type ChunkResult, type ChunkTask, runChunk } from "./chunk.ts";

export function work(task: ChunkTask): ChunkResult;
export function work(task: ShrinkTask): ShrinkResult;
export function work(task: ChunkTask | ShrinkTask): ChunkResult | ShrinkResult {
  return task.kind === "chunk" ? runChunk(task) : shrinkScenario(task);
}
