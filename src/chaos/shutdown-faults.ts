/**
 * Brokers shut down in order, as operators do: asked to move their leaderships away, given time, killed if they do not
 * come to an end, started again.
 *
 *   asked -> gone (exit, or killed after the grace period, or crashed by another fault) -> started
 */
import type { NodeId } from "../core/ids.ts";
import type { Episode } from "./episode.ts";
import type { Ground } from "./ground.ts";

/** What service managers grant before they kill (Kubernetes: terminationGracePeriodSeconds, 30 by default). */
const graceMs = 30_000;

/** Calls `then` when the broker was started again, at once if it does not run. Returns what breaks it off. */
function restart(ground: Ground, episode: Episode, node: NodeId, downMs: number, then: () => void): () => void {
  if (!ground.isRunning(node)) {
    then();
    return () => {};
  }
  let phase: "asked" | "gone" | "started" = "asked";
  const start = () => {
    if (phase !== "gone") return;
    phase = "started";
    ground.release(node);
  };
  ground.onceDown(node, () => {
    phase = "gone";
    ground.hold(node);
    ground.after(downMs, episode.key, () => {
      if (phase !== "gone") return;
      start();
      then();
    });
  });
  ground.site.shutDown(node);
  const kill = () => {
    if (phase === "asked") ground.simulator.crash(node);
  };
  ground.after(graceMs, episode.key, kill);
  return () => {
    kill();
    start();
  };
}

export function shutDown(ground: Ground, episode: Episode, node: NodeId, downMs: number): void {
  let isOver = false;
  const stop = restart(ground, episode, node, downMs, () => {
    isOver = true;
    episode.end();
  });
  if (!isOver) episode.lasts(ground, null, stop);
}

/** One broker after another, by id; the next `gapMs` after the one before was started. */
export function rollingRestart(ground: Ground, episode: Episode, downMs: number, gapMs: number): void {
  const brokers = [...ground.members].sort((one, other) => one - other);
  let next = 0;
  let stop = () => {};
  const step = () => {
    if (episode.isOver) return;
    const broker = brokers[next++];
    if (broker === undefined) episode.end();
    else stop = restart(ground, episode, broker, downMs, () => ground.after(gapMs, episode.key, step));
  };
  episode.lasts(ground, null, () => stop());
  step();
}
