/** The runs of one row in the eyes of its strategy: what each is drawn from, and what they teach, in any order of arrival. */
import type { ScenarioSpace } from "../arbitrary/space.ts";
import { invariant } from "../core/invariant.ts";
import type { AnchorPoint } from "../run/recordings.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { type Feedback, generationOf, generationStart, Learner, noFeedback, type RunResult } from "./feedback.ts";
import type { StrategyName } from "./names.ts";
import { strategies } from "./strategies.ts";
import { type Strategy, type StrategyGround, strategyGround } from "./strategy.ts";

export class RowSchedule {
  readonly #strategy: Strategy;
  readonly #ground: StrategyGround;
  readonly #learner: Learner;
  /** By generation, until it is complete and told. */
  readonly #heard = new Map<number, RunResult[]>();

  constructor(
    strategy: StrategyName,
    space: ScenarioSpace,
    seed: string,
    record: (scenario: Scenario) => readonly AnchorPoint[],
  ) {
    this.#strategy = strategies[strategy];
    this.#ground = strategyGround(space, seed, record);
    this.#learner = new Learner((index, feedback) => this.#strategy.scenario(this.#ground, index, feedback));
  }

  /** What the run of this index learns from; null while runs are missing that it must learn from. */
  feedbackFor(index: number): Feedback | null {
    return this.#strategy.learns ? this.#learner.feedbackOf(generationOf(index)) : noFeedback;
  }

  /** Of a run whose feedback is known: the same whenever it is asked for. */
  scenarioOf(index: number): Scenario {
    const feedback = this.feedbackFor(index);
    invariant(feedback !== null, `run ${index} is drawn before the runs that it learns from`);
    return this.#strategy.scenario(this.#ground, index, feedback);
  }

  note(result: RunResult): void {
    if (!this.#strategy.learns) return;
    const generation = generationOf(result.index);
    const heard = this.#heard.get(generation) ?? [];
    this.#heard.set(generation, heard);
    heard.push(result);
    for (let next = this.#learner.told; this.#isComplete(next); next++) {
      this.#learner.tell(this.#heard.get(next)!.sort((a, b) => a.index - b.index));
      this.#heard.delete(next);
    }
  }

  #isComplete(generation: number): boolean {
    return this.#heard.get(generation)?.length === generationStart(generation + 1) - generationStart(generation);
  }
}
