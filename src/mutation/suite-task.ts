/** What the process that runs test files is told, and what it answers. */
import type { Numbered } from "./instrument.ts";

export interface SuiteTask {
  readonly root: string;
  readonly mutants: readonly Numbered[];
  /** Of tests, from the root. */
  readonly files: readonly string[];
  /** The mutant that is switched on; -1: none. */
  readonly active: number;
  /** The folder for what each file executes; null: nothing is recorded. */
  readonly record: string | null;
}

export interface Failure {
  readonly file: string;
  readonly test: string;
  readonly sentence: string;
  /** Nothing was wrong, but the test did not meet its case often enough. */
  readonly isVacuous: boolean;
}

/** How such a failure begins (`properties/vacuity.ts`). */
export const tooSeldom = "met too seldom";

export const activeVariable = "KAFKA_TRIAL_MUTANT";
export const recordVariable = "KAFKA_TRIAL_MUTANT_RECORD";

/** What one test file executed while nothing was switched on. */
export interface FileRecord {
  readonly file: string;
  readonly different: readonly number[];
}
