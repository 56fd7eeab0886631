/** `kafka-trial check`: judges a recorded history of any Kafka-like system. */

import { checkHistory } from "../history-file/check-history.ts";
import { checkReport } from "../report/check-report.ts";
import { checkText } from "../report/check-text.ts";
import { isBadInput } from "../scenario/bad-input.ts";
import { refuse } from "./bad-usage.ts";
import { exitCode } from "./exit-code.ts";
import type { CheckOptions } from "./syntax.ts";

export function checkCommand(file: string, options: CheckOptions): number {
  const report = checkHistory(file, {
    wwDeps: options.wwDeps === true,
    subVia: options.subVia ?? null,
    series: options.series ?? null,
  });
  if (isBadInput(report)) return refuse(report);
  process.stdout.write(options.json === true ? `${JSON.stringify(checkReport(report))}\n` : `${checkText(report)}\n`);
  return report.valid ? exitCode.held : exitCode.violated;
}
