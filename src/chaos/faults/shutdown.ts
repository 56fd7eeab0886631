/**
 * Brokers shut down in order, as operators do: asked to move their leaderships away, given time, killed if they do not
 * come to an end, started again.
 *
 *   asked -> gone (exit, or killed after the grace period, or crashed by another fault) -> started
 */
import type { NodeId } from "../../core/ids.ts";
import type { Episode } from "../episode.ts";
import { faultCard } from "../fault-card.ts";
import { broker, duration } from "../fault-fields.ts";
import type { FaultWorld } from "../fault-world.ts";

/** What service managers grant before they kill (Kubernetes: terminationGracePeriodSeconds, 30 by default). */
const graceMs = 30_000;

/** Calls `then` when the broker was started again, at once if it does not run. Returns what breaks it off. */
function restart(world: FaultWorld, episode: Episode, node: NodeId, downMs: number, then: () => void): () => void {
  if (!world.isRunning(node)) {
    then();
    return () => {};
  }
  let phase: "asked" | "gone" | "started" = "asked";
  const start = () => {
    if (phase !== "gone") return;
    phase = "started";
    world.release(node);
  };
  world.onceDown(node, () => {
    phase = "gone";
    world.hold(node);
    world.after(downMs, episode.key, () => {
      if (phase !== "gone") return;
      start();
      then();
    });
  });
  world.cluster.shutDown(node);
  const kill = () => {
    if (phase === "asked") world.simulator.crash(node);
  };
  world.after(graceMs, episode.key, kill);
  return () => {
    kill();
    start();
  };
}

export const controlledShutdown = faultCard({
  kind: "controlled-shutdown",
  fields: { node: broker, downMs: duration },
  profiles: ["rolling-restart"],
  isFrequent: true,
  takesLeadersAway: true,
  concerns: ({ at, world }) => at.node.some((one) => world.members.includes(one)),
  begin({ fault, at, world }, episode) {
    let isOver = false;
    const stop = restart(world, episode, at.node[0]!, fault.downMs, () => {
      isOver = true;
      episode.end();
    });
    if (!isOver) episode.lasts(world, null, stop);
    return true;
  },
  begins: ({ node }, { who }) => `${who(node)} is asked to shut down`,
  showsItself: () => true,
});

/** One broker after another, by id; the next `gapMs` after the one before was started. */
export const rollingRestart = faultCard({
  kind: "rolling-restart",
  fields: { downMs: duration, gapMs: duration },
  profiles: ["rolling-restart"],
  concerns: ({ world }) => world.members.length > 0,
  begin({ fault, world }, episode) {
    const brokers = [...world.members].sort((one, other) => one - other);
    let next = 0;
    let stop = () => {};
    const step = () => {
      if (episode.isOver) return;
      const one = brokers[next++];
      if (one === undefined) episode.end();
      else stop = restart(world, episode, one, fault.downMs, () => world.after(fault.gapMs, episode.key, step));
    };
    episode.lasts(world, null, () => stop());
    step();
    return true;
  },
  begins: () => "the brokers are restarted one after another",
  showsItself: () => true,
});
