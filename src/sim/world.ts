/** What the simulator tells of the world itself, beside what the machines tell their observer. */
import type { NodeId } from "../core/ids.ts";
import type { Micros } from "../core/time.ts";

export type DownCause = "process-crash" | "power-loss" | "exit";

export interface WorldObserver {
  /** A process ended; with `power-loss` also told of a node whose process was down already. */
  nodeDown(node: NodeId, cause: DownCause): void;
  /** Before the first line of the machine's `boot`, within the same event. */
  nodeUp(node: NodeId, incarnation: number): void;
  nodePaused(node: NodeId): void;
  nodeResumed(node: NodeId): void;
  /** After a power loss: how many entries of a file survived of how many. */
  fileTorn(node: NodeId, disk: number, file: string, kept: number, had: number): void;
  diskWiped(node: NodeId, disk: number): void;
  faultStarted(index: number): void;
  faultEnded(index: number): void;
}

/** Called around every event: one boot or step call of a machine. */
export interface EventHooks {
  beginEvent(index: number, atMicros: Micros): void;
  endEvent(): void;
}

export const noHooks: EventHooks = { beginEvent() {}, endEvent() {} };
