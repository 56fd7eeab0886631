/** Two observers as one, for a run that is told as well as judged; never in the hot loop of a campaign. */
import type { TrialObserver } from "../kafka/observer.ts";

export function both<Judge extends TrialObserver>(judge: Judge, listener: Partial<TrialObserver>): Judge {
  return new Proxy(judge, {
    get(target, name) {
      const own: unknown = Reflect.get(target, name);
      const other: unknown = Reflect.get(listener, name);
      if (typeof own !== "function") return own;
      if (typeof other !== "function") return own.bind(target);
      return (...facts: readonly unknown[]) => {
        Reflect.apply(other, listener, facts);
        return Reflect.apply(own, target, facts);
      };
    },
  });
}
