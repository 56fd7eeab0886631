import { expect, test } from "vitest";
import type { Operation } from "../../src/history/operation.ts";
import { createHistory } from "../../src/history/recorder.ts";
import { Errors } from "../../src/kafka/errors.ts";
import { batchOf, producer, reader, tp } from "../check/stage.ts";

let now = 0;
const atMicros = () => now;

function act({ observer }: ReturnType<typeof createHistory>): void {
  now = 1000;
  observer.sendInvoked(producer, 7, "k", 1);
  observer.sendInvoked(producer, 8, "k", 1);
  now = 2000;
  observer.sendCompleted(producer, 7, tp, "ok", Errors.NONE, 3);
  observer.sendCompleted(producer, 8, tp, "info", Errors.REQUEST_TIMED_OUT, -1);
  observer.positionSet(reader, tp, 3, "assign");
  observer.polled(reader, tp, batchOf(2, [6, 7, 9], 0), 3, 4, 1);
  observer.nodeDown(producer, "process-crash");
  observer.nodeUp(producer, 1);
  observer.sendInvoked(producer, 9, "k", 2);
  observer.nodeDown(1, "process-crash");
}

test("operations are those of a history: invocations, completions, polls, assignments, crashes", () => {
  const history = createHistory({ atMicros, keep: true });
  act(history);
  expect(history.operations.map(({ f, type, process }) => `${f} ${type} ${process}`)).toEqual([
    "send invoke 1000",
    "send invoke 1000",
    "send ok 1000",
    "send info 1000",
    "assign ok 2000",
    "poll ok 2000",
    "crash info 1000",
    "send invoke 11000",
  ]);
  expect(history.operations[2]).toEqual({
    index: 2,
    atMicros: 2000,
    process: 1000,
    type: "ok",
    f: "send",
    record: 7,
    topicPartition: tp,
    offset: 3,
    error: 0,
  });
  expect(history.operations[5]).toMatchObject({ offsets: [3], records: [7] });
});

test("by default nothing is kept: operations stream", () => {
  const streamed: Operation[] = [];
  const history = createHistory({ atMicros, onOperation: (operation) => streamed.push(operation) });
  act(history);
  expect(history.operations).toEqual([]);
  expect(streamed).toHaveLength(8);
});
