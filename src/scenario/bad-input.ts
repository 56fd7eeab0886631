/** Input that cannot be used: one clear sentence with file, key, what was found and what was expected. Exit code 2. */
export interface BadInput {
  readonly file: string;
  readonly line?: number;
  readonly key?: string;
  readonly found: string;
  readonly expected: string;
  readonly sentence: string;
}

export const isBadInput = (value: object): value is BadInput =>
  "sentence" in value && "expected" in value && "found" in value;
