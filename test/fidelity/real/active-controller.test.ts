import { expect, test } from "vitest";
import { ActiveController } from "../../../fidelity/real/active-controller.ts";
import type { ApiName } from "../../../fidelity/real/apis.ts";

const resigned = { topics: [{ partitions: [{ errorCode: 41 }] }] };

/** Answers one after the other; the last one again and again. */
function controllerAnswering(...answers: readonly object[]) {
  let asked = 0;
  const ask = async (): Promise<never> => answers[Math.min(asked++, answers.length - 1)] as never;
  const controller = new ActiveController({ ask, close: () => {} });
  return { asked: () => asked, ask: (api: ApiName) => controller.ask(api, 1, {}) };
}

test("a controller that has resigned is asked again until it was elected", async () => {
  const { ask, asked } = controllerAnswering(resigned, { errorCode: 41 }, { errorCode: 7 });
  expect(await ask("CreateTopics")).toEqual({ errorCode: 7 });
  expect(asked()).toBe(3);
});

test("a partition of an AlterPartition may say so of a proposer that knows more", async () => {
  const { ask, asked } = controllerAnswering({ errorCode: 41, topics: [] }, { errorCode: 0, ...resigned });
  expect(await ask("AlterPartition")).toEqual({ errorCode: 0, ...resigned });
  expect(asked()).toBe(2);
});
