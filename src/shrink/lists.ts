/** Removing parts of a list while the failure stays: big chunks first, and the chunk that worked is tried again. */
export function removeParts<T>(read: () => readonly T[], attempt: (rest: readonly T[]) => boolean): void {
  for (let size = Math.max(1, read().length); size >= 1; size = Math.floor(size / 2)) {
    for (let from = 0; from < read().length; ) {
      const list = read();
      const rest = [...list.slice(0, from), ...list.slice(from + size)];
      if (!attempt(rest)) from += size;
    }
  }
}

/** The smallest whole number in [min, value) for which the failure stays, by halving; `value` if none. */
export function lowerNumber(value: number, min: number, attempt: (smaller: number) => boolean): void {
  if (value <= min || attempt(min)) return;
  let low = min;
  let high = value;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (attempt(middle)) high = middle;
    else low = middle;
  }
}
