/** Kafka's primitive types as bytes: big endian, with the compact lengths of flexible versions. */

export class ByteWriter {
  readonly #parts: Buffer[] = [];

  raw(bytes: Buffer): void {
    this.#parts.push(bytes);
  }

  /** A signed integer of 1, 2, 4 or 8 bytes. */
  int(value: number | bigint, size: number): void {
    const bytes = Buffer.alloc(size);
    if (size === 8) bytes.writeBigInt64BE(BigInt(value));
    else bytes.writeIntBE(Number(value), 0, size);
    this.raw(bytes);
  }

  uint(value: number, size: number): void {
    const bytes = Buffer.alloc(size);
    bytes.writeUIntBE(value, 0, size);
    this.raw(bytes);
  }

  double(value: number): void {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleBE(value);
    this.raw(bytes);
  }

  unsignedVarint(value: number): void {
    const bytes: number[] = [];
    let rest = value;
    for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
    this.raw(Buffer.from([...bytes, rest]));
  }

  /** Zigzag, as in record batches. */
  varint(value: number): void {
    this.unsignedVarint(value >= 0 ? value * 2 : -value * 2 - 1);
  }

  done(): Buffer {
    return Buffer.concat(this.#parts);
  }
}

export class ByteReader {
  readonly #bytes: Buffer;
  at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.at;
  }

  raw(length: number): Buffer {
    if (length > this.left) throw new Error(`${length} bytes were asked for, ${this.left} are left`);
    this.at += length;
    return this.#bytes.subarray(this.at - length, this.at);
  }

  /** A signed integer; one of 8 bytes loses what a number cannot hold. */
  int(size: number): number {
    return size === 8 ? Number(this.raw(8).readBigInt64BE()) : this.raw(size).readIntBE(0, size);
  }

  uint(size: number): number {
    return this.raw(size).readUIntBE(0, size);
  }

  double(): number {
    return this.raw(8).readDoubleBE();
  }

  unsignedVarint(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.raw(1)[0]!;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  }

  varint(): number {
    const value = this.unsignedVarint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}
