/** What stands for a name has a number of its own: timers, and what messages and chance are named by. */
import { expect, test } from "vitest";
import { timerKey } from "../src/core/timer.ts";
import { Name } from "../src/kafka/broker/names.ts";
import { Timer } from "../src/kafka/broker/timers.ts";
import { Channel } from "../src/kafka/channels.ts";
import { Timer as ControllerTimer, timerName } from "../src/kafka/controller/timers.ts";
import { ReplicaTimer } from "../src/kafka/replica-manager/timers.ts";

test.each([
  ["timers of a broker", { ...Timer, ...ReplicaTimer }],
  ["names of what a broker sends", Name],
  ["channels", Channel],
  ["timers of a controller", ControllerTimer],
])("%s", (_what, numbers) => {
  const all = Object.values(numbers);
  expect(new Set(all).size).toBe(all.length);
});

test("a timer of the controller has a name of its own", () => {
  const names = Object.values(ControllerTimer).map((kind) => timerName(timerKey(kind, 7)));
  expect(new Set([...names, timerName(timerKey(31, 7))]).size).toBe(names.length + 1);
});
