/** What a coordinator of groups waits for, all in one list of deadlines. Each stands for one future event of one group. */
import type { Delayed } from "../replica-manager/deadline-list.ts";

export interface GroupTimer extends Delayed<GroupTimer> {
  readonly kind: "session" | "join" | "initial-join" | "sync";
  readonly shard: number;
  readonly groupId: string;
  /** Of a session. */
  readonly memberId: string;
  /** Of a sync: that of the group when the timer was set. */
  readonly generationId: number;
  /** Of an initial join: how long it waits, and how much longer it may (G-13). */
  readonly delayMs: number;
  readonly remainingMs: number;
}
