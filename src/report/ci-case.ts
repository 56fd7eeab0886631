/** One line of what a CI job shows: a guarantee of a configuration under a profile, a failure of the corpus, a fault of ours. */
export interface CiCase {
  /** Cases with the same suite stand together: `kafka.yaml, process-crash`. */
  readonly suite: string;
  readonly name: string;
  readonly status: "passed" | "failed" | "skipped" | "error";
  /** One sentence; of a passed one, up to which bound. */
  readonly message: string;
  /** How to see it oneself. */
  readonly details: string;
  /** The configuration file that it is about, for annotations. */
  readonly file: string | null;
}

/** Those that end a job. */
export const failing = (cases: readonly CiCase[]): readonly CiCase[] =>
  cases.filter(({ status }) => status === "failed" || status === "error");
