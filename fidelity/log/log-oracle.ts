/** Kafka's own log in a JVM: compiled from `LogOracle.java` against the jars of the release, asked by lines. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { packageRoot } from "../package-root.ts";
import type { Installation } from "../real/installation.ts";
import { runProgram } from "../real/tools.ts";

const mainClass = "org.apache.kafka.storage.internals.log.LogOracle";
/** Kafka's log is a Java class of this package since 4.1; its records moved in 4.2. */
const firstInJava = [4, 1] as const;
const recordsMoved = [4, 2] as const;

const isAtLeast = (release: string, [major, minor]: readonly [number, number]): boolean => {
  const [own = 0, ownMinor = 0] = release.split(".").map(Number);
  return own > major || (own === major && ownMinor >= minor);
};

export const hasLogOracle = (release: string): boolean => isAtLeast(release, firstInJava);

export class LogOracle {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #folder: string;
  readonly #lines: AsyncIterator<string>;

  private constructor(child: ChildProcessWithoutNullStreams, folder: string) {
    this.#child = child;
    this.#folder = folder;
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    process.once("exit", () => this.close());
  }

  /** `retentionMs`: of every log. */
  static async start(installation: Installation, retentionMs: number): Promise<LogOracle> {
    const classes = await compiled(installation);
    const folder = mkdtempSync(join(tmpdir(), "kafka-log-"));
    const classPath = `${classes}:${installation.classPath}`;
    const flags = ["-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", classPath];
    return new LogOracle(spawn("java", [...flags, mainClass, folder, String(retentionMs)]), folder);
  }

  /** Plays the lines in a new log; what it answered and then showed, line by line. */
  async play(lines: readonly string[]): Promise<readonly string[]> {
    this.#child.stdin.write(`${["begin", ...lines, "FLUSH"].join("\n")}\n`);
    const answers: string[] = [];
    for (let i = 0; i <= lines.length; i++) {
      const { value, done } = await this.#lines.next();
      if (done) throw new Error("the process with Kafka's log has ended");
      answers.push(value);
    }
    return answers.slice(1);
  }

  close(): void {
    this.#child.kill("SIGKILL");
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** The folder of the classes. */
async function compiled({ release, folder, classPath }: Installation): Promise<string> {
  const classes = join(folder, "log-oracle");
  mkdirSync(classes, { recursive: true });
  const source = readFileSync(join(packageRoot, "fidelity", "log", "LogOracle.java"), "utf8");
  const file = join(classes, "LogOracle.java");
  const moved = /^import org\.apache\.kafka\.common\.record\.internal\.\*;\n/m;
  writeFileSync(file, isAtLeast(release, recordsMoved) ? source : source.replace(moved, ""));
  await runProgram("javac", ["-nowarn", "-cp", classPath, "-d", classes, file]);
  return classes;
}
