/** `run --list`: the profiles and guarantees by name. */
import { profileNames, profiles } from "../chaos/fault-kinds.ts";
import { guaranteeSentences } from "../check/guarantees.ts";
import { judgedGuarantees } from "../run/judgement.ts";
import { exitCode } from "./exit-code.ts";

export function printList(): number {
  const lines = [
    "Profiles:",
    ...profileNames.map((name) => `  ${name.padEnd(16)} ${profiles[name].sentence}`),
    "Guarantees:",
    ...judgedGuarantees.map((name) => `  ${name.padEnd(16)} ${guaranteeSentences[name]}`),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
  return exitCode.held;
}
