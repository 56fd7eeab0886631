/** Growing columns of numbers: histories have millions of rows, and typed arrays hold them in a few bytes each. */
interface Column<A extends Int32Array | Float64Array | Uint8Array> {
  data: A;
  length: number;
}

export type Ints = Column<Int32Array>;
export type Floats = Column<Float64Array>;
export type Bytes = Column<Uint8Array>;

const firstSize = 64;

export const newInts = (): Ints => ({ data: new Int32Array(firstSize), length: 0 });
export const newFloats = (): Floats => ({ data: new Float64Array(firstSize), length: 0 });
export const newBytes = (): Bytes => ({ data: new Uint8Array(firstSize), length: 0 });

export function pushInt(column: Ints, value: number): void {
  if (column.length === column.data.length) {
    const grown = new Int32Array(column.length * 2);
    grown.set(column.data);
    column.data = grown;
  }
  column.data[column.length++] = value;
}

export function pushFloat(column: Floats, value: number): void {
  if (column.length === column.data.length) {
    const grown = new Float64Array(column.length * 2);
    grown.set(column.data);
    column.data = grown;
  }
  column.data[column.length++] = value;
}

export function pushByte(column: Bytes, value: number): void {
  if (column.length === column.data.length) {
    const grown = new Uint8Array(column.length * 2);
    grown.set(column.data);
    column.data = grown;
  }
  column.data[column.length++] = value;
}
