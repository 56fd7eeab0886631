/** `run --list`: the profiles and guarantees by name. */
import { profileNames, profiles } from "../chaos/fault-kinds.ts";
import { guarantees } from "../check/guarantees.ts";
import { exitCode } from "./exit-code.ts";

export function printList(json: boolean): number {
  if (json) {
    const named = profileNames.map((name) => ({
      name,
      sentence: profiles[name].sentence,
      faults: profiles[name].kinds,
    }));
    process.stdout.write(`${JSON.stringify({ profiles: named, guarantees })}\n`);
    return exitCode.held;
  }
  const lines = [
    "Profiles:",
    ...profileNames.map((name) => `  ${name.padEnd(16)} ${profiles[name].sentence}`),
    "Guarantees:",
    ...guarantees.map(({ name, sentence }) => `  ${name.padEnd(16)} ${sentence}`),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
  return exitCode.held;
}
