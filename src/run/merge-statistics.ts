/** Statistics of many runs as one: counts and seconds add up, names that end in Max keep the largest. */
export type Numbers = Readonly<Record<string, number>>;

export function mergeStatistics(all: readonly Numbers[]): Record<string, number> {
  const merged: Record<string, number> = {};
  for (const one of all) {
    for (const [name, value] of Object.entries(one)) {
      const before = merged[name] ?? 0;
      merged[name] = name.endsWith("Max") ? Math.max(before, value) : before + value;
    }
  }
  return merged;
}
