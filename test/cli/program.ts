/**
 * The command line, from its source and in this process: so most is tested, as a new process takes half a second to begin and
 * runs everything for the first time. What only a process shows (signals, workers, pipes) is tested on the built one.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { kafkaTrial as inThisProcess } from "../../src/cli/program.ts";
import { root } from "../source-files.ts";

export { scratch } from "../scratch.ts";

/** A text as it was before its lines were broken to fit a terminal. */
export const flowing = (text: string): string => text.replace(/\n {2,}/g, " ");

const program = join(root, "dist/cli/main.js");
const lock = join(root, "node_modules/.kafka-trial-build");

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export const configuration = (name: string): string => join(root, "scenarios/configs", name);

let last: Promise<unknown> = Promise.resolve();

/** One command at a time: the streams are those of the process. */
function oneByOne<T>(work: () => Promise<T>): Promise<T> {
  const mine = last.then(work);
  last = mine.catch(() => {});
  return mine;
}

/** What a CI system would set for the command; that of the one that runs these tests is none of its business. */
export type Environment = Readonly<Record<string, string>>;

export const kafkaTrial = (...words: readonly string[]): Promise<Finished> => kafkaTrialIn({}, ...words);

export const kafkaTrialIn = (environment: Environment, ...words: readonly string[]): Promise<Finished> =>
  oneByOne(async () => {
    const said = { stdout: "", stderr: "" };
    const before = { ...process.env };
    const streams = (["stdout", "stderr"] as const).map((name) => {
      const write = process[name].write;
      process[name].write = (chunk: unknown): boolean => {
        said[name] += String(chunk);
        return true;
      };
      return () => {
        process[name].write = write;
      };
    });
    Object.assign(process.env, { GITHUB_ACTIONS: "", ...environment });
    try {
      const code = await inThisProcess(words);
      return { code, ...said };
    } finally {
      for (const restore of streams) restore();
      for (const name of ["GITHUB_ACTIONS", ...Object.keys(environment)]) {
        if (before[name] === undefined) delete process.env[name];
        else process.env[name] = before[name];
      }
    }
  });

function isStale(): boolean {
  if (!existsSync(program)) return true;
  const built = statSync(program).mtimeMs;
  return readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" }).some(
    (name) => name.endsWith(".ts") && statSync(join(root, "src", name)).mtimeMs > built,
  );
}

/** The program, built if it is missing or older than its source. Test files run beside one another: one builds, the others wait. */
export async function build(): Promise<void> {
  for (let waited = 0; isStale(); waited += 200) {
    if (takeLock()) {
      try {
        execFileSync("npm", ["run", "build"], { cwd: root, stdio: "pipe" });
      } finally {
        rmdirSync(lock);
      }
      return;
    }
    if (waited > 60_000) throw new Error(`${lock} stands for a build that does not end; remove it`);
    await sleep(200);
  }
}

function takeLock(): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    return false;
  }
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export interface Started {
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;
}

/** The built command as a process of its own, as users run it. */
export function start(args: readonly string[], stdin = ""): Started {
  const env = { ...process.env, NO_COLOR: "1", GITHUB_ACTIONS: "" };
  const child = spawn(process.execPath, [program, ...args], { cwd: root, env });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  child.stdin.on("error", () => {});
  child.stdin.end(stdin);
  const finished = new Promise<Finished>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
  return { child, finished };
}

/** The `.json` files below a folder that may not be there. */
export const savedFiles = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".json"))
        .sort()
        .map((name) => join(folder, name))
    : [];
