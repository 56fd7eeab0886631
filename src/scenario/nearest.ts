/** The nearest known name, if one is near enough to be meant. */
import { distance } from "fastest-levenshtein";

export function nearest(text: string, names: readonly string[]): string | null {
  let best: string | null = null;
  let least = Math.max(2, Math.floor(text.length / 3)) + 1;
  for (const name of names) {
    const away = name.startsWith(text) && text.length > 2 ? 1 : distance(text.toLowerCase(), name.toLowerCase());
    if (away < least) {
      best = name;
      least = away;
    }
  }
  return best;
}
