/** One line of a table of cases: a check, a world, and how to get there. */
import { Errors } from "../../../src/kafka/errors.ts";
import { producer, type Stage, type StageOptions, tp } from "../stage.ts";

export interface Case {
  readonly check: string;
  readonly name: string;
  readonly options?: StageOptions;
  readonly act: (s: Stage) => void;
  /** It is told, as a break that nothing promised against. */
  readonly told?: boolean;
}

/** Broker 1 leads in epoch 0, records 10, 11, 12 are committed on all three. */
export const three = (s: Stage): void => s.commit(1, 0, [10, 11, 12]);

export const ids = [10, 11, 12];
export const fails = (s: Stage, id: number, outcome: "fail" | "info"): void =>
  s.event((t) => t.sendCompleted(producer, id, tp, outcome, Errors.REQUEST_TIMED_OUT, -1));
export const bump = (s: Stage): void => s.event((t) => t.producerEpochBumped(producer, 1, 1, tp));
export const toOtherHistory = (s: Stage): void => {
  s.isr([1]);
  s.event((t) => t.truncated(2, tp, 1, 0));
};
