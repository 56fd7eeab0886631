/** What the simulator tells of the world itself, beside what the machines tell their observer. */
import type { NodeId } from "../core/ids.ts";
import { mix3 } from "../core/mix.ts";
import { type ObserverOf, observation } from "../core/observer.ts";
import type { Micros } from "../core/time.ts";

export type DownCause = "process-crash" | "power-loss" | "exit";

export const worldObservations = {
  /** A process ended; with `power-loss` also told of a node whose process was down already. */
  nodeDown: observation<[node: NodeId, cause: DownCause]>(2, {
    digest: (note) => (node, cause) => note(mix3(node, cause.length, 1)),
  }),
  /** Before the first line of the machine's `boot`, within the same event. */
  nodeUp: observation<[node: NodeId, incarnation: number]>(2, {
    anchor: { event: "node-up", place: (tell) => (node) => tell(node, -1, -1, -1) },
  }),
  nodePaused: observation<[node: NodeId]>(1),
  nodeResumed: observation<[node: NodeId]>(1),
  /** After a power loss: how many entries of a file survived of how many. */
  fileTorn: observation<[node: NodeId, disk: number, file: string, kept: number, had: number]>(5),
  diskWiped: observation<[node: NodeId, disk: number]>(2),
};

export interface WorldObserver extends ObserverOf<typeof worldObservations> {}

/** Called around every event: one boot or step call of a machine. */
export interface EventHooks {
  beginEvent(index: number, atMicros: Micros, node: NodeId): void;
  endEvent(): void;
}

export const noHooks: EventHooks = { beginEvent() {}, endEvent() {} };
