/** What readers were never given. */
import type { Gauge } from "./gauge.ts";

export interface ReaderMeasures {
  readonly offsetsSkipped: number;
  readonly truncationsNoticed: number;
}

export const readerSentences: Readonly<Record<keyof ReaderMeasures, string>> = {
  offsetsSkipped: "offsets that readers passed over because their position was reset forward",
  truncationsNoticed: "times that a reader learnt that the log was cut below its position (KIP-320)",
};

export function readerGauge(): Gauge<ReaderMeasures> {
  const positions = new Map<string, number>();
  let skipped = 0;
  let noticed = 0;
  return {
    observer: {
      positionSet(client, tp, offset, reason) {
        const place = `${client}/${tp}`;
        const before = positions.get(place);
        if (reason === "reset" && before !== undefined && offset > before) skipped += offset - before;
        positions.set(place, offset);
      },
      truncationDetected() {
        noticed++;
      },
      polled(client, tp, _batch, _fromOffset, toOffset) {
        positions.set(`${client}/${tp}`, toOffset);
      },
    },
    values: () => ({ offsetsSkipped: skipped, truncationsNoticed: noticed }),
  };
}
