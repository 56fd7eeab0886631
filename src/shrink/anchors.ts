/**
 * The third axis, the triggers: a fault at a time becomes a fault on the protocol event that it follows. Anchored faults
 * survive later changes of the code and read as a story.
 */
import type { Trigger } from "../chaos/fault.ts";
import { recordAnchors } from "../run/recordings.ts";
import type { Shrinking } from "./shrinking.ts";

/** How many of the events before a fault are tried, the nearest first. */
const nearest = 3;

export function anchorFaults(search: Shrinking): void {
  for (let i = 0; i < search.best.faults.length; i++) {
    const fault = search.best.faults[i]!;
    if (!("at" in fault.trigger) || search.exhausted) continue;
    for (const trigger of triggersBefore(search, fault.trigger.at)) {
      const faults = search.best.faults.map((other, at) => (at === i ? { ...other, trigger } : other));
      if (search.attempt({ ...search.best, faults })) break;
    }
  }
}

function triggersBefore(search: Shrinking, atMs: number): readonly Trigger[] {
  const before = recordAnchors(search.failing).filter((anchor) => anchor.atMicros <= atMs * 1000);
  return before
    .slice(-nearest)
    .reverse()
    .map((anchor) => anchor.trigger);
}
