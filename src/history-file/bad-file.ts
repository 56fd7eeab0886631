/** The sentence about a history file that cannot be judged. */
import type { BadInput } from "../scenario/bad-input.ts";

export function badFile(file: string, found: string, expected: string, line?: number): BadInput {
  const place = line === undefined ? file : `${file}, line ${line}`;
  return {
    file,
    ...(line === undefined ? {} : { line }),
    found,
    expected,
    sentence: `${place}: found ${found}; expected ${expected}`,
  };
}
