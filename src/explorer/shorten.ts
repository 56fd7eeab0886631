/** Makes a walk that went wrong shorter: steps are left out, in ever smaller runs, as long as the rest goes wrong alike. */
import { perform, type Step } from "./path.ts";
import type { System } from "./system.ts";

/** The steps that are left. What is no longer possible without a step that was left out is left out too. */
export function shorten(system: System, actions: readonly number[], judgement: number): readonly Step[] {
  let best = replay(system, actions, judgement)!;
  for (let run = Math.max(1, best.length >> 1); run >= 1; run = run === 1 ? 0 : run >> 1) {
    let isShorter = true;
    while (isShorter) {
      isShorter = false;
      for (let from = best.length - run; from >= 0; from--) {
        const rest = best.filter((_, i) => i < from || i >= from + run).map((step) => step.action);
        const shorter = replay(system, rest, judgement);
        if (shorter === null || shorter.length >= best.length) continue;
        best = shorter;
        isShorter = true;
        from = Math.min(from, best.length - run + 1);
      }
    }
  }
  return best;
}

/** Up to the wrong state; null if it is not met. Steps that are not possible are skipped. */
function replay(system: System, actions: readonly number[], judgement: number): readonly Step[] | null {
  const steps: Step[] = [];
  let state = system.start();
  for (const action of actions) {
    const next = perform(system, state, action);
    if (next === null) continue;
    steps.push({ action, state: next });
    state = next;
    if (system.judge(state) === judgement) return steps;
  }
  return null;
}
