/** Faults of clocks. Drifts overlap as settings do: the latest one counts, and those before it again when it ends. */
import type { NodeId } from "../core/ids.ts";
import type { Episode } from "./episode.ts";
import type { Ground } from "./ground.ts";

export class ClockFaults {
  private readonly ground: Ground;
  private readonly drifts = new Map<NodeId, { readonly episode: Episode; readonly driftPpm: number }[]>();

  constructor(ground: Ground) {
    this.ground = ground;
  }

  drift(episode: Episode, node: NodeId, driftPpm: number, durationMs: number): void {
    const active = this.drifts.get(node) ?? [];
    this.drifts.set(node, active);
    active.push({ episode, driftPpm });
    this.ground.simulator.setDrift(node, driftPpm);
    episode.lasts(this.ground, durationMs, () => {
      active.splice(
        active.findIndex((one) => one.episode === episode),
        1,
      );
      this.ground.simulator.setDrift(node, active.at(-1)?.driftPpm ?? 0);
    });
  }
}
