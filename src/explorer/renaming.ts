/** Permutations of the nodes that a search takes for interchangeable: replicas with ids 1 to n. */

/** The new id of each id, by id; ids beyond the list keep theirs. */
export type Renaming = readonly number[];

export const identity: Renaming = [];

export const renamed = (renaming: Renaming, id: number): number =>
  id > 0 && id < renaming.length ? renaming[id]! : id;

/** Every permutation of the ids 1 to n; the first one changes nothing. */
export function renamings(n: number): readonly Renaming[] {
  const found: Renaming[] = [];
  const extend = (chosen: readonly number[]): void => {
    if (chosen.length === n) found.push([0, ...chosen]);
    for (let id = 1; id <= n; id++) if (!chosen.includes(id)) extend([...chosen, id]);
  };
  extend([]);
  return found;
}
