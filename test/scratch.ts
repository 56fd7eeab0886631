/** Folders for what a test writes; all of them are gone when the tests are over (`global-setup.ts`). */
import { mkdtempSync } from "node:fs";
import { join } from "node:path";

export const scratchVariable = "KAFKA_TRIAL_SCRATCH";

/** A new empty folder. */
export const scratch = (): string => mkdtempSync(join(process.env[scratchVariable]!, "t-"));
