/** One small change of the source, and where it is. */

export const kinds = ["comparison", "negation", "logic", "call", "return", "constant"] as const;
export type Kind = (typeof kinds)[number];

/** What stays the same when lines move: what judgements of mutants are kept by. */
export interface Place {
  /** From the root of the repository. */
  readonly file: string;
  /** The names of the enclosing functions and classes; empty at the top of a module. */
  readonly function: string;
  /** The line on which it begins, without the blanks around it. */
  readonly source: string;
  /** `<= to <`, `0 to 1`, `call dropped`. */
  readonly change: string;
  /** Among those that are alike in all of this: which, from 0. */
  readonly nth: number;
}

export interface Mutant extends Place {
  readonly kind: Kind;
  /** From 1. */
  readonly line: number;
  /** Of the node that is changed, in the file's text. */
  readonly start: number;
  readonly end: number;
  /** Evaluated when the module is loaded, once and for all. */
  readonly isStatic: boolean;
}

export const keyOf = ({ file, function: name, source, change, nth }: Place): string =>
  JSON.stringify([file, name, source, change, nth]);

export const placeText = ({ file, line }: Pick<Mutant, "file" | "line">): string => `${file}:${line}`;
