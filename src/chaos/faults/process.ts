/** Processes die, or stop for a while. */
import type { NodeId } from "../../core/ids.ts";
import type { Episode } from "../episode.ts";
import { faultCard } from "../fault-card.ts";
import { client, duration, node } from "../fault-fields.ts";
import type { FaultWorld } from "../fault-world.ts";

/** kill -9, and a restart `downMs` later. A dead node stays dead at least as long. */
function crash(world: FaultWorld, episode: Episode, victim: NodeId, downMs: number): true {
  world.hold(victim);
  world.simulator.crash(victim, episode.anchored);
  episode.lasts(world, downMs, () => world.release(victim));
  return true;
}

/** A long garbage collection: packets and timers wait. */
function stop(world: FaultWorld, episode: Episode, paused: NodeId, durationMs: number): true {
  world.pause(paused);
  episode.lasts(world, durationMs, () => world.resume(paused));
  return true;
}

export const processCrash = faultCard({
  kind: "process-crash",
  fields: { node, downMs: duration },
  profiles: ["process-crash", "power-loss", "disk-loss"],
  isFrequent: true,
  takesLeadersAway: true,
  victims: ({ at }) => at.node,
  begin: ({ fault, at, world }, episode) => crash(world, episode, at.node[0]!, fault.downMs),
  begins: ({ node: victim }, { who }) => `the process of ${who(victim)} is killed`,
  showsItself: () => true,
});

export const pause = faultCard({
  kind: "pause",
  fields: { node, durationMs: duration },
  profiles: ["pause-clock"],
  isFrequent: true,
  takesLeadersAway: true,
  begin: ({ fault, at, world }, episode) => stop(world, episode, at.node[0]!, fault.durationMs),
  begins: ({ node: paused, durationMs }, { who }) => `${who(paused)} stops for ${durationMs} ms`,
  showsItself: () => true,
});

export const clientCrash = faultCard({
  kind: "client-crash",
  fields: { node: client, downMs: duration },
  profiles: ["clients"],
  victims: ({ at }) => at.node,
  begin: ({ fault, at, world }, episode) => crash(world, episode, at.node[0]!, fault.downMs),
  begins: ({ node: victim }, { who }) => `the process of ${who(victim)} is killed`,
  showsItself: () => true,
});

export const clientPause = faultCard({
  kind: "client-pause",
  fields: { node: client, durationMs: duration },
  profiles: ["clients"],
  begin: ({ fault, at, world }, episode) => stop(world, episode, at.node[0]!, fault.durationMs),
  begins: ({ node: paused, durationMs }, { who }) => `${who(paused)} stops for ${durationMs} ms`,
  showsItself: () => true,
});
