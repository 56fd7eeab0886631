/**
 * The calm phase. First a core is healed for good while what is broken outside it stays dead: progress that the core can
 * make is required. Then everything is healed, and all acknowledged work must come to rest.
 */
import type { Nemesis } from "../chaos/nemesis.ts";
import type { NodeId } from "../core/ids.ts";
import { hashText, mix3 } from "../core/mix.ts";
import { microsOf } from "../core/time.ts";
import type { Outcome } from "../scenario/outcome.ts";
import { isQuiet } from "./quiet.ts";
import type { World } from "./world.ts";

/** How often the cluster is looked at. */
const sliceMs = 500;
/** The last look must be as quiet as the one before: nothing was in flight. */
const quietLooks = 2;

export function calmDown(world: World, nemesis: Nemesis, found: () => boolean): Outcome["stop"] {
  const { sim, trial, scenario } = world;
  nemesis.healAll(coreOf(world));
  sim.chance.endStragglers();
  const absent = world.brokers.filter((broker) => !world.members().includes(broker));
  for (const node of sim.nodes)
    if (!absent.includes(node) && (sim.statusOf(node) === "down" || sim.statusOf(node) === "off"))
      world.frozen.add(node);
  if (world.frozen.size > 0) {
    const early = wait(world, scenario.limits.calmMs / 4, found);
    if (early === "violation" || early === "event-limit") return early;
  }
  world.frozen.clear();
  nemesis.healAll(null);
  trial.enterCalm();
  return wait(world, scenario.limits.calmMs, found);
}

function wait(world: World, forMs: number, found: () => boolean): Outcome["stop"] {
  const { sim, scenario } = world;
  const { maxEvents } = scenario.limits;
  const end = sim.now + microsOf(Math.floor(forMs));
  for (let quiet = 0; sim.now < end; ) {
    const stop = sim.runUntil(found, { untilMicros: Math.min(end, sim.now + microsOf(sliceMs)), maxEvents });
    if (stop === "done") return "violation";
    if (stop === "events") return "event-limit";
    quiet = isQuiet(world) ? quiet + 1 : 0;
    if (quiet >= quietLooks) return "done";
  }
  return "calm-limit";
}

/**
 * The controllers, the clients, and by the run's own draw all brokers or all but one. A broker that happens to run when the
 * chaos ends runs on.
 */
function coreOf({ sim, brokers, scenario }: World): readonly NodeId[] | null {
  const draw = mix3(hashText(scenario.seed), hashText("core"), brokers.length);
  if (brokers.length < 2 || draw % 4 !== 0) return null;
  const left = brokers[(draw >>> 3) % brokers.length]!;
  return sim.nodes.filter((node) => node !== left);
}
