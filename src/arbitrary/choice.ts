/**
 * One of some values, compared by nobody: settings and other compound values that are taken as they are. Unlike
 * `fc.constantFrom` it accepts any value from a file, and leaves it as it is while other parts are shrunk.
 */
import fc from "fast-check";

class Choice<T> extends fc.Arbitrary<T> {
  readonly #values: readonly T[];

  constructor(values: readonly T[]) {
    super();
    this.#values = values;
  }

  generate(random: fc.Random): fc.Value<T> {
    return new fc.Value(this.#values[random.nextInt(0, this.#values.length - 1)]!, undefined);
  }

  canShrinkWithoutContext(_value: unknown): _value is T {
    return true;
  }

  shrink(): fc.Stream<fc.Value<T>> {
    return fc.Stream.nil();
  }
}

export const choice = <T>(...values: readonly T[]): fc.Arbitrary<T> => new Choice(values);
