/** A nightly campaign as text: what was broken, which marks were met, and what that says. */
import pc from "picocolors";
import type { NightlyReport } from "./nightly-report.ts";
import { excusedLines } from "./run-table.ts";
import { scopeLines } from "./scope-text.ts";

/** `missed`: marks that should have been met and were not. */
export function nightlyText(report: NightlyReport, missed: readonly string[]): string {
  const { runs, events, virtualSeconds, wallSeconds, seed, digest, violations, marks, excused, upper95, faults } =
    report;
  const met = Object.entries(marks).filter(([, count]) => count > 0);
  const bound = `${(upper95 * 100).toPrecision(2)} %`;
  return [
    `${runs} runs, ${(events / 1e6).toFixed(1)} M events, ${virtualSeconds.toFixed(0)} virtual seconds in ${wallSeconds.toFixed(1)} s; seed ${seed}${digest === null ? "" : `, digest ${digest}`}`,
    `Marks met (runs), ${met.length} of ${Object.keys(marks).length}: ${met.map(([name, count]) => `${name} ${count}`).join(", ")}`,
    ...excusedLines(excused),
    ...violations.flatMap(({ guarantee, fingerprint, sentence, runs: shown, scenario }) => [
      pc.red(`violated: ${guarantee} (${fingerprint}), in ${shown} run${shown === 1 ? "" : "s"}: ${sentence}`),
      `  kafka-trial shrink ${scenario}`,
    ]),
    ...(missed.length === 0 ? [] : [pc.red(`marks never met: ${missed.join(", ")}`)]),
    ...faults.map((fault) => pc.red(`internal fault: ${fault}`)),
    violations.length === 0
      ? pc.green(`no promise broken in ${runs} runs (at most ${bound} of runs, 95 %)`)
      : pc.red(`broken promises of ${violations.length} kinds (at most ${bound} of runs, 95 %)`),
    ...scopeLines.map((line) => pc.dim(line)),
  ].join("\n");
}
