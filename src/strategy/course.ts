/** The runs of one row in the eyes of its strategy: what each is drawn from, and what they teach, in any order of arrival. */
import type { ScenarioSpace } from "../arbitrary/space.ts";
import { invariant } from "../core/invariant.ts";
import type { AnchorPoint } from "../run/anchor-record.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { type Experience, generationOf, generationStart, Learner, type Lessons, noLessons } from "./lessons.ts";
import type { StrategyName } from "./names.ts";
import { strategies } from "./strategies.ts";
import { type Strategy, type StrategyGround, strategyGround } from "./strategy.ts";

export class Course {
  readonly #strategy: Strategy;
  readonly #ground: StrategyGround;
  readonly #learner: Learner;
  /** By generation, until it is complete and told. */
  readonly #heard = new Map<number, Experience[]>();

  constructor(
    strategy: StrategyName,
    space: ScenarioSpace,
    seed: string,
    record: (scenario: Scenario) => readonly AnchorPoint[],
  ) {
    this.#strategy = strategies[strategy];
    this.#ground = strategyGround(space, seed, record);
    this.#learner = new Learner((index, lessons) => this.#strategy.scenario(this.#ground, index, lessons));
  }

  /** What the run of this index learns from; null while runs are missing that it must learn from. */
  lessonsFor(index: number): Lessons | null {
    return this.#strategy.learns ? this.#learner.lessonsOf(generationOf(index)) : noLessons;
  }

  /** Of a run whose lessons are known: the same whenever it is asked for. */
  scenarioOf(index: number): Scenario {
    const lessons = this.lessonsFor(index);
    invariant(lessons !== null, `run ${index} is drawn before the runs that it learns from`);
    return this.#strategy.scenario(this.#ground, index, lessons);
  }

  note(experience: Experience): void {
    if (!this.#strategy.learns) return;
    const generation = generationOf(experience.index);
    const heard = this.#heard.get(generation) ?? [];
    this.#heard.set(generation, heard);
    heard.push(experience);
    for (let next = this.#learner.told; this.#isComplete(next); next++) {
      this.#learner.tell(this.#heard.get(next)!.sort((a, b) => a.index - b.index));
      this.#heard.delete(next);
    }
  }

  #isComplete(generation: number): boolean {
    return this.#heard.get(generation)?.length === generationStart(generation + 1) - generationStart(generation);
  }
}
