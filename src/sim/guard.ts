/**
 * Throws on real time, real timers and real chance while a run is under way: what a run depends on is its scenario and
 * nothing else. A run is synchronous, so nobody else is disturbed; all is put back afterwards, also when the run throws.
 */
import { invariant } from "../core/invariant.ts";

/** Owner (a path from the global object) and name of each function; `new Date` and `Date.now` fall with `Date`. */
const banned: readonly (readonly [owner: string | null, name: string, replacement: string])[] = [
  [null, "Date", "context.wallClockMs()"],
  ["performance", "now", "context.nowMs()"],
  ["Math", "random", "context.choose(name, below)"],
  [null, "setTimeout", "context.setTimer(key, delayMs)"],
  [null, "setInterval", "context.setTimer(key, delayMs)"],
  [null, "setImmediate", "context.setTimer(key, 0)"],
  ["crypto", "randomUUID", "context.choose(name, below)"],
  ["crypto", "getRandomValues", "context.choose(name, below)"],
];

/** Runs `body` under guard and returns what it returns. Guards may nest. */
export function guarded<Result>(body: () => Result): Result {
  const restores: (() => void)[] = [];
  try {
    for (const [owner, name, replacement] of banned) restores.push(forbid(owner, name, replacement));
    return body();
  } finally {
    for (const restore of restores.reverse()) restore();
  }
}

function forbid(owner: string | null, name: string, replacement: string): () => void {
  const target: unknown = owner === null ? globalThis : Reflect.get(globalThis, owner);
  if (typeof target !== "object" || target === null) return () => {};
  const shown = owner === null ? name : `${owner}.${name}`;
  const before = Object.getOwnPropertyDescriptor(target, name);
  const refuse = (): never => {
    throw new Error(`${shown} was used during a run: use ${replacement}`);
  };
  const stub = new Proxy(function forbidden() {}, { apply: refuse, construct: refuse, get: refuse });
  const replaced = Reflect.defineProperty(target, name, { value: stub, configurable: true, writable: true });
  invariant(replaced, "every banned function can be replaced");
  return () => {
    if (before === undefined) Reflect.deleteProperty(target, name);
    else Object.defineProperty(target, name, before);
  };
}
