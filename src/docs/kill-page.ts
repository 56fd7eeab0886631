/** docs/kill-matrix.md: what `defects`, `nightly` and their checks came to when they were last recorded, from docs/recorded. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { marks } from "../check/marks.ts";
import {
  checkLines,
  defectLines,
  type KillReport,
  killReportSchema,
  strategyLines,
  unrecordedChecks,
} from "../report/kill-report.ts";
import { longerText } from "../report/longer-uniform.ts";
import { type NightlyReport, nightlyReportSchema } from "../report/nightly-report.ts";
import { defaultStrategy, strategyNames } from "../strategy/names.ts";

const fence = (lines: readonly string[]): string =>
  ["```text", ...lines.map(stripVTControlCharacters), "```"].join("\n");

interface Recorded {
  /** `defects --strategy all --runs N --json`. */
  readonly matrix: KillReport;
  /** `defects ID… --strategy uniform --json`: those that uniform does not find in N runs, with more of them. */
  readonly longer: KillReport;
  /** `nightly --json`. */
  readonly nightly: NightlyReport;
  /** `nightly --strategy S --json` of the other strategies. */
  readonly alone: readonly NightlyReport[];
}

export function readRecorded(folder: string): Recorded {
  const read = (name: string): object => JSON.parse(readFileSync(join(folder, name), "utf8"));
  // Recorded before it was counted what legal anomalies excuse and what later releases mend.
  const nightlyOf = (name: string): NightlyReport =>
    nightlyReportSchema.parse({ tested: {}, excused: {}, known: [], ...read(name) });
  return {
    matrix: killReportSchema.parse(read("defects.json")),
    longer: killReportSchema.parse(read("defects-uniform.json")),
    nightly: nightlyOf("nightly.json"),
    alone: strategyNames.filter((name) => name !== defaultStrategy).map((name) => nightlyOf(`nightly-${name}.json`)),
  };
}

function alarmRow({ strategy, runs, seed, violations, upper95, digest }: NightlyReport): string {
  const bound = (upper95 * 100).toPrecision(2);
  return `| ${strategy} | ${runs} | ${seed} | ${violations.length} | ${bound} % | ${digest ?? "-"} |`;
}

function alarmSection({ nightly, alone }: Recorded): string {
  const all = [nightly, ...alone];
  return `## False alarms

\`kafka-trial nightly --strategy S --runs N --seed record\`: today's rules over small clusters of any shape and every kind of fault, ${all.reduce((sum, { runs }) => sum + runs, 0)} runs in all.
A promise that is broken there is a bug of Kafka, of the model, or of a check. What campaigns found of Kafka's own weaknesses, which the
rules keep and nothing promises against, stands in [invariants.md](invariants.md), §6.

| strategy | runs | seed | kinds of broken promises | runs that break one, at most (95 %) | digest |
| --- | ---: | --- | ---: | ---: | --- |
${all.map(alarmRow).join("\n")}`;
}

/** Marks that have come since, and of which the recording says nothing. */
function laterMarks({ marks: known }: NightlyReport): string {
  const later = marks.flatMap(({ name }) => (name in known ? [] : [name]));
  return later.length === 0 ? "" : ` Recorded without the marks ${later.join(", ")}.`;
}

function marksSection(nightly: NightlyReport): string {
  const met = Object.entries(nightly.marks).sort(([, a], [, b]) => a - b);
  return `## Marks

\`kafka-trial nightly --runs ${nightly.runs} --seed ${nightly.seed}\`: today's rules over small clusters of any shape and every kind of fault. ${nightly.runs} runs, ${nightly.violations.length === 0 ? "no promise broken" : `${nightly.violations.length} kinds of broken promises`}; ${met.length} of ${Object.keys(nightly.marks).length} marks met; digest ${nightly.digest ?? "-"}.${laterMarks(nightly)}

| runs | mark |
| ---: | --- |
${met.map(([name, count]) => `| ${count} | ${name} |`).join("\n")}
`;
}

function unrecorded(matrix: KillReport): string {
  const missing = unrecordedChecks(matrix);
  if (missing.length === 0) return "";
  return `
**This matrix is older than the program**: it was recorded without ${missing.join(", ")}, and before the rules were held to the answers of
released brokers ([fidelity.md](fidelity.md)). What these checks kill is not counted here.
`;
}

export function killPage(recorded: Recorded): string {
  const { matrix, longer, nightly } = recorded;
  const masked = matrix.defects.filter((one) => one.masked !== null);
  return `# The trial of the trial

Known defects of Kafka's replication and producers are planted one by one, each as one changed decision of today's rules, and hunted by
campaigns that do not know which one it is: the same small clusters, the same faults, the same checks for all. What is printed here was
recorded with the commands above each table; the same commands print the same again (same program, same seeds, any number of workers).
[adding.md](adding.md) says how to add a defect, \`kafka-trial explain R-01\` tells of one.

## What is found, by which check, how soon, how small

\`kafka-trial defects --strategy all --runs ${matrix.cap}\`

${fence(defectLines(matrix))}

A campaign ends at the first run that breaks a promise. \`found\` counts campaigns; \`runs\`, the check and the size are those of the median
one. Runs that a strategy makes to learn from count as runs.

## What cannot be found, and why

${masked.map(({ id, title, masked: why }) => `- **${id}** (${title}): ${why}.`).join("\n")}

These stay in the zoo: each shows what keeps the harm away. Were one of them found, the model or a check would be wrong.

## Which check kills which defect

${fence(checkLines(matrix))}

\`first\`: it is the first to see the defect in some campaign; \`alone\`: no other check sees it in some campaign. Checks that kill none of
these defects are tested with bad worlds made by hand (\`test/check\`); they watch over what comes later, or over what others see first.
${unrecorded(matrix)}
## Strategies

The same command.

${fence(strategyLines(matrix))}

${longerText(matrix, longer)}

${alarmSection(recorded)}

${marksSection(nightly)}`;
}
