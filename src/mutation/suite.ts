/**
 * A process that runs test files with one mutant switched on, or with none to record what each file executes. Its task is a
 * file named on its command line; so is its answer. vitest runs the files in one thread, in the order of the task, so
 * that the first failure is always the same.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  startVitest,
  type TestCase,
  type TestModule,
  type TestSequencer,
  type TestSpecification,
  type Vitest,
} from "vitest/node";
import { mutating } from "./build.ts";
import { activeVariable, type Failure, recordVariable, type SuiteTask, tooSeldom } from "./suite-task.ts";

async function runSuite({ root, mutants, files, active, record }: SuiteTask): Promise<Failure | null> {
  process.env[activeVariable] = String(active);
  process.env[recordVariable] = record ?? "";
  const judge = new Judge();
  const vitest = await startVitest(
    "test",
    [],
    {
      root,
      config: join(root, "test/vitest.config.ts"),
      include: [...files],
      watch: false,
      isolate: false,
      maxWorkers: 1,
      reporters: [judge],
      setupFiles: [fileURLToPath(new URL("../../src/mutation/suite-setup.ts", import.meta.url))],
      sequence: { sequencer: inOrder(files.map((file) => join(root, file))) },
    },
    { plugins: [mutating(root, mutants) as never], logLevel: "silent" },
  );
  await vitest.close();
  return judge.failure;
}

/** As the task names them. */
const inOrder = (paths: readonly string[]) =>
  class implements TestSequencer {
    shard(files: TestSpecification[]): TestSpecification[] {
      return files;
    }

    sort(files: TestSpecification[]): TestSpecification[] {
      return files.sort((a, b) => paths.indexOf(a.moduleId) - paths.indexOf(b.moduleId));
    }
  };

/** Keeps the first failure, and ends the run; one of a guard only until another comes. */
class Judge {
  failure: Failure | null = null;
  #vitest: Vitest | null = null;

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
  }

  onTestCaseResult(test: TestCase): void {
    process.stdout.write("alive\n");
    const result = test.result();
    if (result.state === "failed") this.#note(test.fullName, test.module, result.errors[0]?.message ?? "");
  }

  /** A file that does not even load. */
  onTestModuleEnd(module: TestModule): void {
    const [error] = module.errors();
    if (error !== undefined) this.#note(module.relativeModuleId, module, error.message);
  }

  #note(test: string, { relativeModuleId: file }: TestModule, message: string): void {
    const isVacuous = message.startsWith(tooSeldom);
    if (this.failure !== null && (isVacuous || !this.failure.isVacuous)) return;
    this.failure = { file, test, sentence: message.split("\n")[0]!, isVacuous };
    if (!isVacuous) void this.#vitest?.cancelCurrentRun("test-failure");
  }
}

const [taskFile, answerFile] = process.argv.slice(2);
const answer = await runSuite(JSON.parse(readFileSync(taskFile!, "utf8")));
writeFileSync(answerFile!, JSON.stringify(answer));
// vitest has set its own code: that a test fails is no failure here.
process.exit(0);
