/** Faults of the network: cut, slow and reset links. Cuts are counted by the simulator, so that overlaps compose. */
import type { NodeId } from "../core/ids.ts";
import { microsOf } from "../core/time.ts";
import type { Episode } from "./episode.ts";
import type { Ground } from "./ground.ts";

type Way = readonly [from: NodeId, to: NodeId];

/** Kafka's clients to brokers, followers to leaders and heartbeats to the controller share this channel. */
const mainChannel = 0;

/** Every way from one group to the other, and back unless `oneWay`. */
export function cut(
  ground: Ground,
  episode: Episode,
  groups: { readonly from: readonly NodeId[]; readonly to: readonly NodeId[]; readonly oneWay: boolean },
  durationMs: number,
): void {
  const ways: Way[] = [];
  for (const from of groups.from) {
    for (const to of groups.to) {
      if (from === to) continue;
      ways.push([from, to]);
      if (!groups.oneWay) ways.push([to, from]);
    }
  }
  cutWays(ground, episode, ways, null, durationMs);
}

/** A group of nodes still hears itself, and nobody else. */
export function isolate(ground: Ground, episode: Episode, nodes: readonly NodeId[], durationMs: number): void {
  const others = ground.simulator.nodes.filter((node) => !nodes.includes(node));
  cut(ground, episode, { from: nodes, to: others, oneWay: false }, durationMs);
}

/** The broker's heartbeats do not reach the controller, all else works. */
export function loseSession(ground: Ground, episode: Episode, broker: NodeId, durationMs: number): void {
  const ways = ground.site.controllers.flatMap((controller): Way[] => [
    [broker, controller],
    [controller, broker],
  ]);
  cutWays(ground, episode, ways, mainChannel, durationMs);
}

export function slowLink(ground: Ground, episode: Episode, way: Way, extraMs: number, durationMs: number): void {
  const micros = Math.round(microsOf(Math.max(0, extraMs)));
  ground.simulator.slow(way[0], way[1], micros);
  episode.lasts(ground, durationMs, () => ground.simulator.slow(way[0], way[1], -micros));
}

function cutWays(
  ground: Ground,
  episode: Episode,
  ways: readonly Way[],
  channel: number | null,
  durationMs: number,
): void {
  for (const [from, to] of ways) ground.simulator.cut(from, to, channel);
  episode.lasts(ground, durationMs, () => {
    for (const [from, to] of ways) ground.simulator.heal(from, to, channel);
  });
}
