/** `kafka-trial check`: judges a recorded history of any Kafka-like system. */

import { checkHistory } from "../../history-file/check-history.ts";
import { checkReport, checkText } from "../../report/check-report.ts";
import { isBadInput } from "../../scenario/bad-input.ts";
import { refuse } from "../shared/bad-usage.ts";
import { exitCode } from "../shared/exit-code.ts";
import { print } from "../shared/output.ts";
import type { CheckOptions } from "./syntax.ts";

export function checkCommand(file: string, options: CheckOptions): number {
  const report = checkHistory(file, {
    wwDeps: options.wwDeps === true,
    subVia: options.subVia ?? null,
    series: options.series ?? null,
  });
  if (isBadInput(report)) return refuse(report);
  print(
    options.json,
    () => checkReport(report),
    () => checkText(report),
  );
  return report.valid ? exitCode.held : exitCode.violated;
}
