/** Which files are mutated: the protocol code, or what the command line names. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { BadUsage } from "../cli/shared/bad-usage.ts";

/** Of the repository: the published package has no sources. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

const protocolFolders = ["src/kafka", "src/client"];
/** Settings as people write them, and what other rules than today's decide. */
const notProtocol = [
  "src/kafka/config",
  "src/kafka/rules/defects",
  "src/kafka/rules/releases",
  "src/kafka/rules/ladder",
];

interface Source {
  /** From the root of the repository. */
  readonly file: string;
  readonly text: string;
}

/** `paths` as on the command line, from the folder where it is given; none: the protocol code. */
export function sourcesIn(paths: readonly string[]): readonly Source[] {
  const files =
    paths.length === 0 ? protocolFolders.flatMap((name) => protocolBelow(join(root, name))) : paths.flatMap(namedFiles);
  return [...new Set(files)].sort().map((file) => ({ file, text: readFileSync(join(root, file), "utf8") }));
}

/** What is no protocol is left out, unless it is what was named. */
const protocolBelow = (folder: string): readonly string[] =>
  filesBelow(folder).filter(
    (file) => !notProtocol.some((start) => file.startsWith(start) && !fromRoot(folder).startsWith(start)),
  );

function namedFiles(path: string): readonly string[] {
  const full = resolve(process.env["INIT_CWD"] ?? ".", path);
  const stat = statSync(full, { throwIfNoEntry: false });
  if (stat === undefined) throw new BadUsage(`${path} is not there`);
  if (!fromRoot(full).startsWith("src/")) throw new BadUsage(`${path} is not below src, where the code on trial is`);
  const files = stat.isDirectory() ? protocolBelow(full) : [fromRoot(full)].filter(isSource);
  if (files.length === 0) throw new BadUsage(`${path} holds no TypeScript`);
  return files;
}

const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter(isSource)
    .map((name) => fromRoot(join(folder, name)));

const isSource = (name: string): boolean => name.endsWith(".ts") && !name.endsWith(".d.ts");
const fromRoot = (path: string): string => relative(root, path).split(sep).join("/");
