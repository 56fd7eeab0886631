/**
 * A system whose size is known: n tokens that look alike, each on one of `cells` places in a row. A step moves one token by
 * one place to the right; `wrong` says which places, taken together, are a mistake. Behind the tokens stands a counter of
 * moves that is left when they run out.
 */
import { renamings } from "../../src/explorer/renaming.ts";
import type { Successors, System } from "../../src/explorer/system.ts";

export interface TokenShape {
  readonly tokens: number;
  readonly cells: number;
  readonly isSymmetric?: boolean;
  readonly wrong?: (places: readonly number[]) => boolean;
  /** Nobody moves any more. */
  readonly isTrap?: (places: readonly number[]) => boolean;
  readonly canGoBack?: boolean;
  /** The token that stands out, by number from 1. */
  readonly first?: (state: Int32Array) => number;
}

export function tokens(shape: TokenShape): System {
  const { tokens: n, cells, isSymmetric = true, wrong = () => false, isTrap = () => false, canGoBack = false } = shape;
  const { first = () => 0 } = shape;
  const all = renamings(n);
  const used = isSymmetric ? all : all.slice(0, 1);
  return {
    renamings: used,
    slots: Array.from({ length: n }, (_, i) => ({
      family: null,
      movesTo: used.map((renaming) => renaming[i + 1]! - 1),
    })),
    firstNode: (state) => first(state),
    start: () => new Int32Array(n),
    expand: (state: Int32Array, successors: Successors) => {
      if (isTrap([...state])) return;
      for (let token = 0; token < n; token++) {
        for (const by of canGoBack ? [1, -1] : [1]) {
          const place = state[token]! + by;
          if (place < 0 || place >= cells) continue;
          successors.next.set(state);
          successors.next[token] = place;
          successors.offer(token * 2 + (by > 0 ? 0 : 1));
        }
      }
    },
    judge: (state) => (wrong([...state]) ? 1 : 0),
    isSettled: (state) => state.every((place) => place === cells - 1),
    internedBytes: () => 0,
  };
}
