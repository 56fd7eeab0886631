/** `kafka-trial explain`: one page on whatever has a name: a check, guarantee, profile, mark, statistic, rule set, defect, anomaly, error code or configuration key. */
import { configKinds } from "../../kafka/config/key-tables.ts";
import { synonymOf } from "../../kafka/config/suggest-key.ts";
import { explainable, pagesOf } from "../../report/pages.ts";
import { nearest } from "../../scenario/nearest.ts";
import { BadUsage } from "../shared/bad-usage.ts";
import { exitCode } from "../shared/exit-code.ts";
import { print } from "../shared/output.ts";
import type { ExplainOptions } from "./syntax.ts";

export function explainCommand(name: string | undefined, options: ExplainOptions): number {
  if (name === undefined || options.list === true) {
    const names = explainable();
    print(
      options.json,
      () => names,
      () => listing(names).trimEnd(),
    );
    return exitCode.held;
  }
  const pages = pagesOf(name);
  if (pages.length === 0) {
    const synonyms = configKinds.flatMap((kind) => synonymOf(kind, name) ?? []);
    const close = synonyms[0] ?? nearest(name, Object.values(explainable()).flat());
    throw new BadUsage(
      `nothing is called ${name}; ${close === null ? "kafka-trial explain --list has all names" : `did you mean ${close}?`}`,
    );
  }
  const text = pages.map((page) => `${page.name} (${page.kind})\n\n${page.lines.join("\n")}\n`);
  print(
    options.json,
    () => pages,
    () => text.join("\n").trimEnd(),
  );
  return exitCode.held;
}

const listing = (names: Readonly<Record<string, readonly string[]>>): string =>
  Object.entries(names)
    .map(([kind, list]) => `${kind}\n${list.map((name) => `  ${name}\n`).join("")}`)
    .join("");
