/** What mends a failure of an older release, in one sentence. */
import type { Mending } from "../study/mended-by.ts";

export const mendingText = ({ change, version, mendedIn }: Mending): string =>
  change.isBug === true
    ? `a bug of Kafka ${version}, mended in ${mendedIn} (${change.source}): ${change.sentence}`
    : `as Kafka was before ${mendedIn} (${change.source}): ${change.sentence}`;
