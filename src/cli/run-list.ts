/** `run --list`: the profiles and guarantees by name. */
import { profileNames, profiles } from "../chaos/fault-kinds.ts";
import { guarantees } from "../check/guarantees.ts";
import { exitCode } from "./exit-code.ts";

export function printList(): number {
  const lines = [
    "Profiles:",
    ...profileNames.map((name) => `  ${name.padEnd(16)} ${profiles[name].sentence}`),
    "Guarantees:",
    ...guarantees.map(({ name, sentence }) => `  ${name.padEnd(16)} ${sentence}`),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
  return exitCode.held;
}
