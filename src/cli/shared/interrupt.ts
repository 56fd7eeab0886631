/** Ctrl-C: the first one ends what is going on with what was found so far; a second one ends the process. */
import { exitCode } from "./exit-code.ts";

export interface Stop {
  readonly requested: boolean;
  /** Settles when it is requested. */
  readonly asked: Promise<void>;
}

export function stopOnInterrupt(): Stop {
  let settle = (): void => {};
  const stop = {
    requested: false,
    asked: new Promise<void>((resolve) => {
      settle = resolve;
    }),
  };
  process.once("SIGINT", () => {
    stop.requested = true;
    settle();
    process.stderr.write("\nstopping: saving what was found so far\n");
    process.once("SIGINT", () => process.exit(exitCode.interrupted));
  });
  return stop;
}

/** The result of the work, or null as soon as a stop is requested: the work is then abandoned, whatever becomes of it. */
export function unlessStopped<T>(work: Promise<T>, stop: Stop): Promise<T | null> {
  work.catch(() => {});
  return Promise.race([work, stop.asked.then(() => null)]);
}

/** Lets signals in between two long pieces of work. */
export const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
