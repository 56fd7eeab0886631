/**
 * The rolling digest of a run: two 32-bit lanes over everything that must repeat. Integer only, the same in every
 * process and engine version.
 */
export class Digest {
  #high = 0x6a09e667;
  #low = 0x3c6ef372;

  /** `value` counts as a 32-bit integer. */
  note(value: number): void {
    const high = Math.imul(this.#high ^ value, 0x9e3779b1);
    this.#high = high ^ (high >>> 15);
    const low = Math.imul((this.#low + value) | 0, 0x85ebca77);
    this.#low = (low << 13) | (low >>> 19);
  }

  /** Times and offsets: integers beyond 32 bits. */
  noteLarge(value: number): void {
    this.note(value | 0);
    this.note((value / 4294967296) | 0);
  }

  /** Two unsigned integers. */
  value(): readonly [number, number] {
    return [this.#high >>> 0, this.#low >>> 0];
  }

  /** Sixteen hexadecimal digits. */
  text(): string {
    return this.value()
      .map((lane) => lane.toString(16).padStart(8, "0"))
      .join("");
  }
}
