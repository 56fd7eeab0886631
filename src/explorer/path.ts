/** How a search came to a state: its fingerprints from the start, and the steps that show them again. */
import { invariant } from "../core/invariant.ts";
import { Canonical } from "./canonical.ts";
import { highFingerprint, lowFingerprint } from "./fingerprint.ts";
import type { Successors, System } from "./system.ts";
import type { VisitedStates } from "./visited.ts";

/** A step that was taken, with the state it led to (in the names of the start, not canonical). */
export interface Step {
  readonly action: number;
  readonly state: Int32Array;
}

/**
 * The steps from the start to the state of this number, found again by executing: in each state, the step whose canonical
 * result has the fingerprint that comes next. A fingerprint that no step shows is a fault of the search.
 */
export function pathTo(system: System, visited: VisitedStates, number: number): readonly Step[] {
  const chain: number[] = [];
  for (let at = number; at > 0; at = visited.parentOf(at)) chain.push(at);
  const steps: Step[] = [];
  let state = system.start();
  for (const wanted of chain.reverse()) {
    const step = stepTo(system, state, visited.lowOf(wanted), visited.highOf(wanted));
    invariant(step !== null, "the path to a state that was found can be gone again");
    steps.push(step);
    state = step.state;
  }
  return steps;
}

function stepTo(system: System, state: Int32Array, low: number, high: number): Step | null {
  const canonical = new Canonical(system);
  const least = new Int32Array(state.length);
  let found: Step | null = null;
  const successors: Successors = {
    next: new Int32Array(state.length),
    offer(action) {
      if (found !== null) return;
      canonical.write(this.next, least);
      if (lowFingerprint(least) === low && highFingerprint(least) === high)
        found = { action, state: this.next.slice() };
    },
    excuse() {},
  };
  system.expand(state, successors);
  return found;
}

/** The state that an action leads to; null if it is not possible. Of several results of one action, the first. */
export function perform(system: System, state: Int32Array, action: number): Int32Array | null {
  let found: Int32Array | null = null;
  system.expand(state, {
    next: new Int32Array(state.length),
    offer(offered) {
      if (offered === action) found ??= this.next.slice();
    },
    excuse() {},
  });
  return found;
}
