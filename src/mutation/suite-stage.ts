/**
 * Second stage: what no run of the campaign noticed meets the property suite, and if asked for the tests of the protocol's
 * rooms. Each mutant meets the files that execute it where it makes a difference, in a process of its own.
 */
import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { Stop } from "../cli/shared/interrupt.ts";
import type { Numbered } from "./instrument.ts";
import type { Failure, FileRecord, SuiteTask } from "./suite-task.ts";

interface SuiteShape {
  readonly root: string;
  /** Of every test file, from the root. */
  readonly files: readonly string[];
  readonly mutants: readonly Numbered[];
  /** Where tasks and answers lie while it lasts. */
  readonly folder: string;
  readonly jobs: number;
}

/** Built, from wherever this file is loaded. */
const program = fileURLToPath(new URL("../../dist/mutation/suite.js", import.meta.url));

/** Nothing was heard of a test for so long: it will never end. */
const silentMs = 900_000;

const filesIn = (root: string, folder: string, end: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(end))
    .map((name) => join(folder, name).split(sep).join("/"))
    .sort();

/**
 * Without those that draw scenarios of a campaign and ask for the verdicts of its checks: the campaign has done just that.
 * Those that look at one room at a time come first, as they are over in seconds.
 */
export function propertyFiles(root: string): readonly string[] {
  const known = filesIn(root, "properties", ".property.ts").map((file) => ({
    file,
    text: readFileSync(join(root, file), "utf8"),
  }));
  const own = known.filter(({ text }) => !text.includes('"./hold.ts"'));
  const isSlow = (text: string): boolean =>
    /"(\.\.\/src\/run\/run|\.\/readers-and-writers|\.\/small-run)\.ts"/.test(text);
  return [...own.filter(({ text }) => !isSlow(text)), ...own.filter(({ text }) => isSlow(text))].map(
    ({ file }) => file,
  );
}

export const roomTests = (root: string): readonly string[] =>
  ["test/kafka", "test/client"].flatMap((folder) => filesIn(root, folder, ".test.ts"));

/** By test file, the numbers of the mutants that give another value in it. */
type Reach = ReadonlyMap<string, ReadonlySet<number>>;

export async function recordReach(shape: SuiteShape, stop: Stop): Promise<Reach> {
  const record = join(shape.folder, "reach");
  mkdirSync(record, { recursive: true });
  await inProcess({ ...shape, active: -1, record }, shape.folder, "reach", stop);
  const records = readdirSync(record).map((name): FileRecord => JSON.parse(readFileSync(join(record, name), "utf8")));
  return new Map(records.map(({ file, different }) => [fromRoot(shape.root, file), new Set(different)]));
}

const fromRoot = (root: string, file: string): string => relative(root, file).split(sep).join("/");

/** The failures by the number of the mutant; one that fails nothing, or that a stop cut off, has none. */
export async function trySuite(
  mutants: readonly Numbered[],
  shape: SuiteShape,
  reach: Reach,
  onTried: (numbered: Numbered, failure: Failure | null) => void,
  stop: Stop,
): Promise<void> {
  const waiting = [...mutants];
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined && !stop.requested; next = waiting.shift()) {
      const { id, mutant } = next;
      const files = shape.files.filter((file) => mutant.isStatic || reach.get(file)?.has(id) === true);
      const task = { ...shape, files, active: id, record: null };
      const failure = files.length === 0 ? null : await inProcess(task, shape.folder, `mutant-${id}`, stop);
      if (!stop.requested) onTried(next, failure);
    }
  };
  await Promise.all(Array.from({ length: shape.jobs }, lane));
}

async function inProcess(
  { root, mutants, files, active, record }: SuiteTask,
  folder: string,
  name: string,
  stop: Stop,
): Promise<Failure | null> {
  const [task, answer] = [join(folder, `${name}-task.json`), join(folder, `${name}-answer.json`)];
  writeFileSync(task, JSON.stringify({ root, mutants, files, active, record } satisfies SuiteTask));
  const child = spawn(process.execPath, [program, task, answer], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  return await new Promise((resolve, reject) => {
    const ended = (failure: Failure | null): void => {
      clearTimeout(silent);
      child.kill("SIGKILL");
      resolve(failure);
    };
    const endless = { file: files[0]!, test: "loops", sentence: "a test did not come to an end", isVacuous: false };
    const silent = setTimeout(() => ended(endless), silentMs);
    stop.asked.then(() => ended(null));
    child.stdout.on("data", () => silent.refresh());
    child.on("error", reject);
    child.on("exit", (code) => {
      clearTimeout(silent);
      if (code === 0) resolve(JSON.parse(readFileSync(answer, "utf8")));
      else if (code !== null) reject(new Error(`the test runner failed (${code}): ${said}`));
    });
  });
}
