/**
 * `--profile process-crash kafka.yaml`: a flag that takes several names takes every word that follows. A word that is no
 * name and can only be a file goes back to the files.
 */
import { existsSync } from "node:fs";

export interface NamesAndFiles {
  readonly names: readonly string[];
  readonly files: readonly string[];
}

export function namesAndFiles(words: readonly string[], known: readonly string[]): NamesAndFiles {
  const isFile = (word: string): boolean =>
    word === "-" ||
    (!word.split(",").every((name) => known.includes(name)) && (/[./\\]/.test(word) || existsSync(word)));
  return { names: words.filter((word) => !isFile(word)), files: words.filter(isFile) };
}
