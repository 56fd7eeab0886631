import { expect, test } from "vitest";
import { OpenRecords } from "../../../src/check/ghost/open-records.ts";

const [left, right] = [1, 2];
const anywhere = () => true;

test("of those that may go and have waited long enough, the one of the first call", () => {
  const open = new OpenRecords();
  open.assign(10, left, 100);
  open.assign(11, right, 101);
  open.assign(12, left, 102);
  expect(open.overdue(104, 5, anywhere)).toBeNull();
  expect(open.overdue(105, 5, anywhere)?.id).toBe(10);
  expect(open.overdue(110, 5, (tp) => tp === right)?.id).toBe(11);
  expect(open.overdue(110, 5, () => false)).toBeNull();
  open.get(10)!.isWaiting = false;
  expect(open.overdue(110, 5, (tp) => tp === left)?.id).toBe(12);
});

test("a record that gets another partition keeps its place among the calls, also before those that went", () => {
  const open = new OpenRecords();
  open.assign(10, left, 100);
  open.assign(11, right, 101);
  open.assign(12, right, 102);
  open.get(11)!.isWaiting = false;
  expect(open.overdue(110, 0, (tp) => tp === right)?.id).toBe(12);
  open.assign(10, right, 110);
  expect(open.overdue(110, 0, (tp) => tp === left)).toBeNull();
  expect(open.overdue(110, 0, (tp) => tp === right)).toMatchObject({ id: 10, atMs: 100 });
});

test("a long queue of which most has gone is the same as a short one", () => {
  const open = new OpenRecords();
  for (let id = 0; id < 1000; id++) open.assign(id, left, id);
  for (let id = 0; id < 999; id++) {
    expect(open.overdue(2000, 0, anywhere)?.id).toBe(id);
    open.get(id)!.isWaiting = false;
    open.delete(id);
  }
  expect(open.overdue(2000, 0, anywhere)?.id).toBe(999);
  expect(open.get(5)).toBeUndefined();
});
