/** Random conversations, between two sides that are plain functions here. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Say } from "../../../fidelity/conversations/answer.ts";
import { logHistories, playLogHistory } from "../../../fidelity/log/log-history.ts";
import { SimulatedLog } from "../../../fidelity/log/simulated-log.ts";
import { SimulatedControllerSeat } from "../../../fidelity/model/controller-seat.ts";
import { SimulatedLeaderSeat } from "../../../fidelity/model/leader-seat.ts";
import { controllerScripts, playControllerScript } from "../../../fidelity/random/controller-script.ts";
import { leaderScripts, playLeaderScript } from "../../../fidelity/random/leader-script.ts";
import { runRandom } from "../../../fidelity/random/trial.ts";
import { kafka4 } from "../../../src/kafka/rules/rules.ts";

const numbers = fc.noBias(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 5, maxLength: 5 }));
const says =
  (answer: (one: number) => number) =>
  async (_name: string, script: readonly number[], say: Say): Promise<void> => {
    for (const one of script) say(`ask ${one}`, answer(one));
  };
const silent = (): void => {};

test("sides that agree are counted", async () => {
  const trial = { scripts: numbers, real: says((one) => one), model: says((one) => one) };
  const outcome = await runRandom(trial, { seed: 3, runs: 4 }, silent);
  expect(outcome).toEqual({ conversations: 4, answers: 20, agreeing: 20, accepted: 0, failed: [] });
});

test("a conversation that a busy machine has disturbed is held again", async () => {
  let plays = 0;
  const disturbed = (nth: number) => nth === 1 || nth === 2;
  const trial = {
    scripts: numbers,
    real: async (_name: string, script: readonly number[], say: Say) => {
      plays++;
      for (const one of script) say(`ask ${one}`, disturbed(plays) ? -1 : one);
    },
    model: says((one) => one),
    wasLate: () => disturbed(plays),
  };
  expect(await runRandom(trial, { seed: 3, runs: 2 }, silent)).toMatchObject({ answers: 10, agreeing: 10 });
  expect(plays).toBe(4);
  await expect(runRandom({ ...trial, wasLate: () => true }, { seed: 3, runs: 1 }, silent)).rejects.toThrow(/too busy/);
});

test("an accepted difference ends its conversation, and what comes after it is not counted", async () => {
  const trial = { scripts: numbers, real: says((one) => one), model: says((one) => (one >= 7 ? -1 : one)) };
  const outcome = await runRandom({ ...trial, isAccepted: () => true }, { seed: 1, runs: 6 }, silent);
  expect(outcome.failed).toEqual([]);
  expect(outcome.accepted).toBeGreaterThan(0);
  expect(outcome.agreeing).toBe(outcome.answers);
  expect(outcome.answers).toBeLessThan(30);
});

test("sides that differ are shrunk to the difference", async () => {
  const trial = { scripts: numbers, real: says((one) => one), model: says((one) => (one >= 7 ? -1 : one)) };
  const { failed, agreeing, answers } = await runRandom(trial, { seed: 1, runs: 6 }, silent);
  expect(agreeing).toBeLessThan(answers);
  expect(failed[0]!.difference).toMatchObject({ label: "ask 7", real: "7", model: "-1" });
  expect(failed[0]!.script.filter((one) => one !== 0)).toEqual([7]);
});

test("the same seed gives the same scripts, and every one can be played with the model", async () => {
  const [again, once] = [1, 1].map(() => fc.sample(leaderScripts, { seed: 5, numRuns: 1 }));
  expect(again).toEqual(once);
  const answers: string[] = [];
  const say: Say = (label) => answers.push(label);
  for (let seed = 0; seed < 5; seed++) {
    const [leader] = fc.sample(leaderScripts, { seed, numRuns: 1 });
    await playLeaderScript(new SimulatedLeaderSeat(kafka4, 1_000_000), "t", leader!, say);
    const [controller] = fc.sample(controllerScripts, { seed, numRuns: 1 });
    await playControllerScript(new SimulatedControllerSeat(kafka4, true), "t", controller!, say);
    const [history] = fc.sample(logHistories, { seed, numRuns: 1 });
    answers.push(...playLogHistory(history!, new SimulatedLog(kafka4, 1000)).map(([line]) => line));
  }
  expect(answers.length).toBeGreaterThan(300);
});
