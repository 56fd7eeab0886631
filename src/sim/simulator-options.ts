/** What a simulation is made with, and how a stretch of it ends. */
import type { NodeId } from "../core/ids.ts";
import type { Micros } from "../core/time.ts";
import type { ChanceOptions } from "./chance.ts";
import type { DownCause, EventHooks, WorldObserver } from "./world.ts";

export interface SimulatorOptions<Observer> extends ChanceOptions {
  readonly observer: Observer;
  readonly world: WorldObserver;
  readonly hooks?: EventHooks;
  /** Age at which a host's operating system writes dirty pages back; default 30 s. */
  readonly writeBackMs?: number;
  /** One fsync on a healthy disk; default 500 microseconds. */
  readonly flushMicros?: Micros;
}

/** `done`: as asked; `idle`: nothing is pending any more; `time`, `events`: a limit was met. */
export type StopReason = "done" | "idle" | "time" | "events";

export interface RunLimits {
  /** Virtual time up to which events still happen. */
  readonly untilMicros: Micros;
  /** Total of events since the start of the simulation. */
  readonly maxEvents: number;
}

export type DownListener = (node: NodeId, cause: DownCause) => void;

export const defaultWriteBackMs = 30_000;
export const defaultFlushMicros = 500;
