/** A Kafka that does everything right, under overlapping clients, failures and unknown outcomes, is never accused. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { judged, poll, script, send } from "./script.ts";

type Choice = readonly [process: number, luck: number];

const choices = fc.array(fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 11 })), { minLength: 20, maxLength: 150 });

/** Processes 0 and 1 send, 2 and 3 poll; partition = process mod 2. Offsets have gaps, as transaction markers leave. */
function played(turns: readonly Choice[]) {
  const history = script();
  const logs: [number, string][][] = [[], []];
  const sending: (string | null)[] = [null, null];
  const polling = [false, false];
  const positions = [0, 0];
  let values = 0;
  const endPoll = (key: number, outcome: "ok" | "info"): void => {
    const records = logs[key]!.slice(positions[key], positions[key]! + 3);
    if (outcome === "ok") positions[key]! += records.length;
    polling[key] = false;
    history.ended(2 + key, outcome, [poll({ [`k${key}`]: records })]);
  };
  for (const [process, luck] of turns) {
    const key = process % 2;
    if (process >= 2) {
      if (polling[key]) endPoll(key, luck === 0 ? "info" : "ok");
      else {
        history.began(process, [poll()]);
        polling[key] = true;
      }
    } else if (sending[key] === null) {
      sending[key] = `v${values++}`;
      history.began(process, [send(`k${key}`, sending[key]!)]);
    } else {
      const value = sending[key]!;
      const offset = (logs[key]!.at(-1)?.[0] ?? -1) + 1 + (luck % 2);
      sending[key] = null;
      if (luck !== 1) logs[key]!.push([offset, value]);
      if (luck < 2) history.ended(process, luck === 1 ? "fail" : "info", [send(`k${key}`, value)]);
      else history.ended(process, "ok", [send(`k${key}`, value, luck === 2 ? null : offset)]);
    }
  }
  for (const key of [0, 1]) {
    if (polling[key]) endPoll(key, "ok");
    while (positions[key]! < logs[key]!.length) {
      history.began(2 + key, [poll()]);
      endPoll(key, "ok");
    }
  }
  return history.ran(9, "ok", [send("k9", "z", 0)]).ran(9, "ok", [poll({ k9: [[0, "z"]] })]);
}

test("a good world is valid, with and without inferred write order", () => {
  fc.assert(
    fc.property(choices, (turns) => {
      for (const wwDeps of [false, true]) expect(judged(played(turns), { wwDeps }).types).toEqual([]);
    }),
    { numRuns: 300, seed: 5 },
  );
});
