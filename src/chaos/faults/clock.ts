/** Clocks jump and drift. */
import { faultCard } from "../fault-card.ts";
import { duration, node } from "../fault-fields.ts";

export const clockJump = faultCard({
  kind: "clock-jump",
  fields: { node, jumpMs: { is: "number", min: -1e9, max: 1e9, drawn: "chaos" } },
  profiles: ["pause-clock"],
  begin({ fault, at, world }) {
    world.simulator.jumpClock(at.node[0]!, fault.jumpMs);
    return false;
  },
  begins: ({ node: one, jumpMs }, { who }) => `the clock of ${who(one)} jumps by ${jumpMs} ms`,
});

/** Drifts overlap as settings do: the latest one counts, and those before it again when it ends. */
export const clockDrift = faultCard({
  kind: "clock-drift",
  fields: {
    node,
    driftPpm: { is: "number", min: -900_000, max: 10_000_000, drawn: [-100_000, 100_000] },
    durationMs: duration,
  },
  profiles: ["pause-clock"],
  begin({ fault, at, world }, episode) {
    const drifting = at.node[0]!;
    const active = world.drifts.get(drifting) ?? [];
    world.drifts.set(drifting, active);
    active.push(fault);
    world.simulator.setDrift(drifting, fault.driftPpm);
    episode.lasts(world, fault.durationMs, () => {
      active.splice(active.indexOf(fault), 1);
      world.simulator.setDrift(drifting, active.at(-1)?.driftPpm ?? 0);
    });
    return true;
  },
  begins: ({ node: one, driftPpm }, { who }) => `the clock of ${who(one)} drifts by ${driftPpm} ppm`,
});
