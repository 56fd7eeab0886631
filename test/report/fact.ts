/** A fact by hand, at 1.5 seconds. */
import type { Fact, FactDraft } from "../../src/report/facts/fact.ts";
import { FactLog } from "../../src/report/facts/fact-log.ts";
import { Mirror } from "../../src/report/facts/mirror.ts";

export const fact = (draft: FactDraft): Fact =>
  new FactLog({ event: () => 1, atMicros: () => 1_500_000 }, new Mirror()).write(draft);
