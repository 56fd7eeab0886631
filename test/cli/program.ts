/** The built command line as a child process, as users run it. Builds it first if it is missing or older than its source. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { root } from "../source-files.ts";

const program = join(root, "dist/cli/main.js");
const lock = join(root, "node_modules/.kafka-trial-build");

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const folders: string[] = [];

/** An empty folder for what a test writes, until its file of tests is over. */
export function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), "kafka-trial-test-"));
  folders.push(folder);
  return folder;
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

export const configuration = (name: string): string => join(root, "scenarios/configs", name);

function isStale(): boolean {
  if (!existsSync(program)) return true;
  const built = statSync(program).mtimeMs;
  return readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" }).some(
    (name) => name.endsWith(".ts") && statSync(join(root, "src", name)).mtimeMs > built,
  );
}

/** Test files run beside one another: one of them builds, the others wait. */
export async function build(): Promise<void> {
  for (let waited = 0; isStale(); waited += 200) {
    if (takeLock()) {
      try {
        execFileSync(join(root, "node_modules/.bin/tsc"), ["-p", "tsconfig.build.json"], { cwd: root, stdio: "pipe" });
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

/** `environment`: what a CI system sets; that of the one that runs these tests is none of their business. */
export function start(args: readonly string[], stdin = "", environment: NodeJS.ProcessEnv = {}): Started {
  const env = { ...process.env, NO_COLOR: "1", GITHUB_ACTIONS: "", ...environment };
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

export const kafkaTrial = (...args: readonly string[]): Promise<Finished> => start(args).finished;

/** The `.json` files below a folder that may not be there. */
export const savedFiles = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".json"))
        .sort()
        .map((name) => join(folder, name))
    : [];
