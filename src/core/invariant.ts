/** A bug of this code base, never a protocol error: only the runner catches it (exit code 3). */
export class InvariantBroken extends Error {
  override name = "InvariantBroken";
}

export function invariant(condition: boolean, sentence: string): asserts condition {
  if (!condition) throw new InvariantBroken(sentence);
}

export function unreachable(value: never): never {
  throw new InvariantBroken(`unexpected value ${JSON.stringify(value)}`);
}
