/** A JVM that is started, stopped or killed, and never outlives the command. */
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";

const flags = ["-Xms64m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true"];

/** Every one that runs: killed when the command ends, however it ends. */
const running = new Set<ChildProcess>();

process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => process.exit(130));

export class JavaProcess {
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;
  readonly #output: string;
  hasEnded = false;

  /** `folder`: where it runs; what it prints goes to `out.log` there. */
  constructor(folder: string, classPath: string, options: readonly string[], mainClass: string, ...args: string[]) {
    this.#output = join(folder, "out.log");
    const output = openSync(this.#output, "a");
    const stdio = ["ignore", output, output] as const;
    const command = [...flags, ...options, "-cp", classPath, mainClass, ...args];
    this.#child = spawn("java", command, { cwd: folder, stdio: [...stdio] });
    closeSync(output);
    running.add(this.#child);
    this.#ended = new Promise((resolve) => {
      const end = (): void => {
        running.delete(this.#child);
        this.hasEnded = true;
        resolve();
      };
      this.#child.once("exit", end);
      this.#child.once("error", end);
    });
  }

  /** The last lines that it printed. */
  lastWords(): string {
    return readFileSync(this.#output, "utf8").trimEnd().split("\n").slice(-5).join("\n");
  }

  /** As `kill -9` does. */
  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#ended;
  }

  /** Asks it to stop, and waits until it has. */
  async stop(): Promise<void> {
    this.#child.kill("SIGTERM");
    await this.#ended;
  }

  async ended(): Promise<void> {
    await this.#ended;
  }
}
