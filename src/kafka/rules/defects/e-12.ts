/**
 * What was wrong: the bound of a consumer's read was looked up twice while one answer was made, and had moved between: the
 * answer held records beyond the bound that it named. In a simulation a step is atomic; planted is what the second look
 * amounts to, a bound that is already ahead.
 *
 * Where it was found: KAFKA-9807, KAFKA-9835 (fixed in 2.6).
 * What it costs: consumers see records that are not committed, and may never be.
 */

import type { Defect } from "../defect.ts";

export const defect: Defect = {
  id: "E-12",
  rank: 3,
  title: "consumers read beyond the high watermark",
  source: "KAFKA-9807, KAFKA-9835",
  override: { name: "E-12", replication: { consumerBound: (_highWatermark, logEndOffset) => logEndOffset } },
};
