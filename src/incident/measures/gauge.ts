/** A listener to a run and the numbers that it has in the end. */
import type { TrialObserver } from "../../check/observer.ts";

export interface Gauge<Values extends object> {
  readonly observer: Partial<TrialObserver>;
  /** When the run is over. */
  values(): Values;
  /** By number: the records that show it, by which a reader understands where it comes from. */
  witnesses?(): Readonly<Partial<Record<keyof Values, readonly number[]>>>;
}

/** The virtual time of the run in seconds. */
export type Seconds = () => number;
