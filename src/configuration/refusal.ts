/** Building bad input that stands in a file: the place goes before what is wrong. */
import type { BadInput } from "../scenario/bad-input.ts";

export interface Place {
  readonly file: string;
  readonly line?: number | undefined;
  readonly key?: string | undefined;
}

/** `message` says what is wrong, without place and full stop. */
export function badInput(place: Place, found: string, expected: string, message: string): BadInput {
  const where = place.line === undefined ? place.file : `${place.file}:${place.line}`;
  return {
    file: place.file,
    ...(place.line === undefined ? {} : { line: place.line }),
    ...(place.key === undefined ? {} : { key: place.key }),
    found,
    expected,
    sentence: `${where}: ${message}`,
  };
}
