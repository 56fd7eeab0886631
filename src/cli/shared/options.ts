/** Values of flags: parsed strictly, refused with one sentence that names the flag and what it takes. */
import { existsSync } from "node:fs";
import { BadUsage, UnknownName } from "./bad-usage.ts";

export function wholeNumber(flag: string, min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < min || value > max) {
      throw new BadUsage(`${flag} is ${JSON.stringify(text)}; expected a whole number from ${min} to ${max}`);
    }
    return value;
  };
}

/** Seconds, or with a unit: `90`, `90s`, `10m`, `2h`. */
export function duration(flag: string): (text: string) => number {
  return (text) => {
    const match = /^(\d+)(s|m|h)?$/.exec(text);
    if (match === null || Number(match[1]) === 0) {
      throw new BadUsage(`${flag} is ${JSON.stringify(text)}; expected a time such as 90, 90s, 10m or 2h`);
    }
    return Number(match[1]) * (match[2] === "h" ? 3600 : match[2] === "m" ? 60 : 1);
  };
}

/** One of a closed list of names; else the nearest is suggested. */
export function oneOf<T extends string>(what: string, names: readonly T[]): (text: string) => T {
  return (text) => {
    const found = names.find((name) => name === text);
    if (found !== undefined) return found;
    throw new UnknownName(what, text, names);
  };
}

export function manyOf<T extends string>(what: string, names: readonly T[]): (texts: readonly string[]) => T[] {
  const one = oneOf(what, names);
  return (texts) => [
    ...new Set(
      texts
        .flatMap((text) => text.split(","))
        .filter((text) => text !== "")
        .map(one),
    ),
  ];
}

interface NamesAndFiles {
  readonly names: readonly string[];
  readonly files: readonly string[];
}

/**
 * `--profile process-crash kafka.yaml`: a flag that takes several names takes every word that follows. A word that is no
 * name and can only be a file goes back to the files.
 */
export function namesAndFiles(words: readonly string[], known: readonly string[]): NamesAndFiles {
  const isFile = (word: string): boolean =>
    word === "-" ||
    (!word.split(",").every((name) => known.includes(name)) && (/[./\\]/.test(word) || existsSync(word)));
  return { names: words.filter((word) => !isFile(word)), files: words.filter(isFile) };
}
