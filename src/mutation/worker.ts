/** A thread that tries one mutant: what it says is a kill, or null; before that, a sign of life after each run. */
import { parentPort, workerData } from "node:worker_threads";
import { type TrialTask, tryMutant } from "./trial-of-mutants.ts";

parentPort?.postMessage({ kill: await tryMutant(workerData as TrialTask, () => parentPort?.postMessage("alive")) });
