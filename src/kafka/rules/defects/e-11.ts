/**
 * What was wrong: compaction cleaned up to the end of the log, not up to the high watermark. The newer record of a key,
 * for which the older one went, may itself go with the next fail-over.
 *
 *   k=1 (committed) .. k=2 (not yet)  --clean--> k=2  --another leader, truncation-->  no k at all
 *
 * Where it was found: KAFKA-13194 (fixed in 3.1). Its companions (KAFKA-14055, KAFKA-13727) concern transactions.
 * What it costs: a key's last committed value, on that replica, and everywhere if it is elected.
 */

import type { Defect } from "../defect.ts";

export const defect: Defect = {
  id: "E-11",
  rank: 2,
  title: "compaction reaches beyond the high watermark",
  source: "KAFKA-13194",
  override: {
    name: "E-11",
    log: { firstUncleanableOffset: ({ logEndOffset }) => logEndOffset },
  },
};
