/** Resolves the marks that a watcher sets, once. */
import { invariant } from "../../core/invariant.ts";
import { type Marks, markIndex } from "../marks.ts";

/** A function that sets the mark. */
export function hitter(met: Marks, name: string): () => void {
  const index = markIndex(name);
  invariant(index >= 0, `no mark is called ${name}`);
  return () => {
    met[index] = 1;
  };
}
