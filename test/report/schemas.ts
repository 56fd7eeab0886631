/** The JSON Schemas under schema/, as they follow from the zod schemas of what `--json` prints. */
import { z } from "zod";
import { mutationReportSchema } from "../../src/mutation/mutation-report.ts";
import { checkReportSchema } from "../../src/report/check-report.ts";
import { compareReportSchema } from "../../src/report/compare-report.ts";
import { exploreReportSchema } from "../../src/report/explore/explore-report.ts";
import { scenarioReportSchema } from "../../src/report/incident-report.ts";
import { killReportSchema } from "../../src/report/kill-report.ts";

import { nightlyReportSchema } from "../../src/report/nightly-report.ts";
import { explainReportSchema } from "../../src/report/page/page.ts";
import { proofReportSchema } from "../../src/report/proof/proof-report.ts";
import { replayReportSchema, runReportSchema, shrinkReportSchema } from "../../src/report/run-report.ts";

const titled = (title: string, schema: z.ZodType): string =>
  `${JSON.stringify({ title, ...z.toJSONSchema(schema) }, null, 2)}\n`;

/** By file name. */
export const schemas: Readonly<Record<string, string>> = {
  "run.schema.json": titled("kafka-trial run --json", runReportSchema),
  "check.schema.json": titled("kafka-trial check --json", checkReportSchema),
  "compare.schema.json": titled("kafka-trial compare --json", compareReportSchema),
  "explore.schema.json": titled("kafka-trial explore --json", exploreReportSchema),
  "scenario.schema.json": titled("kafka-trial scenario --json", scenarioReportSchema),
  "defects.schema.json": titled("kafka-trial defects --json", killReportSchema),
  "nightly.schema.json": titled("kafka-trial nightly --json", nightlyReportSchema),
  "mutate.schema.json": titled("npm run mutate -- --json", mutationReportSchema),
  "prove.schema.json": titled("kafka-trial prove --json", proofReportSchema),
  "replay.schema.json": titled("kafka-trial replay --json", replayReportSchema),
  "shrink.schema.json": titled("kafka-trial shrink --json", shrinkReportSchema),
  "explain.schema.json": titled("kafka-trial explain --json", explainReportSchema),
};
