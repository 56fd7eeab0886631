/** Faults of processes and machines: they die, lose power, stop for a while. */
import type { NodeId } from "../core/ids.ts";
import type { Episode } from "./episode.ts";
import type { Ground } from "./ground.ts";

/** kill -9, and a restart `downMs` later. A dead node stays dead at least as long. */
export function crash(ground: Ground, episode: Episode, node: NodeId, downMs: number): void {
  ground.hold(node);
  ground.simulator.crash(node, episode.anchored);
  episode.lasts(ground, downMs, () => ground.release(node));
}

/** All at one moment, so that no replica hears of another's loss; also those whose process was down already. */
export function losePower(
  ground: Ground,
  episode: Episode,
  nodes: readonly NodeId[],
  downMs: number,
  torn: boolean,
): void {
  for (const node of nodes) {
    ground.hold(node);
    ground.simulator.losePower(node, episode.fault.id, torn, episode.anchored);
  }
  episode.lasts(ground, downMs, () => {
    for (const node of nodes) ground.release(node);
  });
}

/** A long garbage collection: packets and timers wait. */
export function pause(ground: Ground, episode: Episode, node: NodeId, durationMs: number): void {
  ground.pause(node);
  episode.lasts(ground, durationMs, () => ground.resume(node));
}
