/**
 * The shape of link latencies: quantiles of a distribution with a long tail, as integers (no `Math.log`: its last bit
 * may differ between engines). Half of all messages take less than a tenth of the range, one in a hundred more than
 * 60 % of it.
 */
const bins = 1024;
const binBits = 10;
const unit = 65536;

/** Corner points: (share of messages in 1/1024, part of the range in 1/65536). */
const corners = [
  [0, 0],
  [512, 5243],
  [819, 10486],
  [973, 22938],
  [1014, 39322],
  [1024, 65536],
] as const;

function quantiles(): Int32Array {
  const table = new Int32Array(bins + 1);
  for (let corner = 1; corner < corners.length; corner++) {
    const [fromShare, fromPart] = corners[corner - 1]!;
    const [toShare, toPart] = corners[corner]!;
    for (let share = fromShare; share <= toShare; share++) {
      table[share] = fromPart + Math.floor(((toPart - fromPart) * (share - fromShare)) / (toShare - fromShare));
    }
  }
  return table;
}

const table = quantiles();

/** An integer in [min, min + span] for 32 random bits. */
export function longTailed(bits: number, min: number, span: number): number {
  const bin = bits & (bins - 1);
  const low = table[bin]!;
  const part = low + (((table[bin + 1]! - low) * ((bits >>> binBits) & 0xffff)) >>> 16);
  return min + Math.floor((span * part) / unit);
}
