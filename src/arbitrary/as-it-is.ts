/**
 * What is drawn but never shrunk, and accepted from a file whatever it is: seeds, settings and other compound values.
 * (`fc.constantFrom` knows a value again by identity alone, so that nothing around it could be shrunk.)
 */
import fc from "fast-check";

class AsItIs<T> extends fc.Arbitrary<T> {
  readonly #drawn: fc.Arbitrary<T>;

  constructor(drawn: fc.Arbitrary<T>) {
    super();
    this.#drawn = drawn;
  }

  generate(random: fc.Random, bias: number | undefined): fc.Value<T> {
    return new fc.Value(this.#drawn.generate(random, bias).value, undefined);
  }

  canShrinkWithoutContext(_value: unknown): _value is T {
    return true;
  }

  shrink(): fc.Stream<fc.Value<T>> {
    return fc.Stream.nil();
  }
}

export const asItIs = <T>(drawn: fc.Arbitrary<T>): fc.Arbitrary<T> => new AsItIs(drawn);

export const choice = <T>(...values: readonly T[]): fc.Arbitrary<T> => asItIs(fc.constantFrom(...values));
