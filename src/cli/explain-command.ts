/** `kafka-trial explain`: one page on a check, guarantee, profile, mark, statistic, rule set, defect or error code. */
import { explainable, pageOf } from "../report/pages.ts";
import { nearest } from "../run/nearest.ts";
import { BadUsage } from "./bad-usage.ts";
import { exitCode } from "./exit-code.ts";
import type { ExplainOptions } from "./syntax.ts";

export function explainCommand(name: string | undefined, options: ExplainOptions): number {
  const json = options.json === true;
  if (name === undefined || options.list === true) {
    const names = explainable();
    process.stdout.write(json ? `${JSON.stringify(names)}\n` : listing(names));
    return exitCode.held;
  }
  const page = pageOf(name);
  if (page === null) {
    const close = nearest(name, Object.values(explainable()).flat());
    throw new BadUsage(
      `nothing is called ${name}; ${close === null ? "kafka-trial explain --list has all names" : `did you mean ${close}?`}`,
    );
  }
  process.stdout.write(
    json ? `${JSON.stringify(page)}\n` : `${page.name} (${page.kind})\n\n${page.lines.join("\n")}\n`,
  );
  return exitCode.held;
}

const listing = (names: Readonly<Record<string, readonly string[]>>): string =>
  Object.entries(names)
    .map(([kind, list]) => `${kind}\n${list.map((name) => `  ${name}\n`).join("")}`)
    .join("");
