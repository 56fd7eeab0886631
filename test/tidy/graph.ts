/** Circles of imports: files that reach one another, types included. */
import type { Module } from "./module.ts";

/** Every file that lies in a circle. */
export function inCircles(modules: readonly Module[]): readonly string[] {
  const targets = new Map(modules.map(({ file, imports }) => [file.path, imports.map(({ target }) => target)]));
  const reached = (from: string): ReadonlySet<string> => {
    const seen = new Set<string>();
    const pending = [...(targets.get(from) ?? [])];
    for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
      if (seen.has(path)) continue;
      seen.add(path);
      pending.push(...(targets.get(path) ?? []));
    }
    return seen;
  };
  return [...targets.keys()].filter((path) => reached(path).has(path));
}
