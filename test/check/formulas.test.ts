/** Each check states its formula in one line; the parts that the search of `prove` shares are functions over plain values. */
import { describe, expect, test } from "vitest";
import { catalogue } from "../../src/check/catalogue.ts";
import { mayAcknowledge } from "../../src/check/monitors/acked-is-committed.ts";
import { firstLacking } from "../../src/check/monitors/committed-stable.ts";
import { faultOfChange } from "../../src/check/monitors/epoch-monotone.ts";
import { firstUncounted } from "../../src/check/monitors/isr-superset.ts";
import { isLeaderInIsr } from "../../src/check/monitors/leader-in-isr.ts";
import { isSecondLeader } from "../../src/check/monitors/leader-unique.ts";
import { faultOfMember } from "../../src/check/monitors/valid-isr.ts";
import { isOrdered } from "../../src/check/monitors/watermark-order.ts";

test("the formula of every check is one short line of its own", () => {
  const formulas = catalogue.map((card) => card.formula);
  expect(new Set(formulas).size).toBe(catalogue.length);
  expect(formulas.filter((formula) => formula.length === 0 || formula.length > 115)).toEqual([]);
});

describe("the shared parts of formulas", () => {
  const led = { leader: 1, leaderEpoch: 3, partitionEpoch: 7 };
  const members = { isr: [1, 2], replicas: [1, 2, 3] };
  const live = { fenced: false, shuttingDown: false };

  test("a log that agrees too short lacks the offset where it stops", () => {
    expect([firstLacking(3, 5), firstLacking(5, 5), firstLacking(6, 5)]).toEqual([3, -1, -1]);
  });

  test("success waits for one of the two high watermarks", () => {
    expect([mayAcknowledge(4, 5, 0), mayAcknowledge(4, 0, 5), mayAcknowledge(5, 5, 5)]).toEqual([true, true, false]);
  });

  test("marks lie within their log", () => {
    expect([isOrdered(1, 2, 2), isOrdered(3, 2, 4), isOrdered(0, 5, 4)]).toEqual([true, false, false]);
  });

  test("leader, ISR and maximal ISR", () => {
    expect(
      [
        { leader: -1, isr: [] },
        { leader: 1, isr: [1] },
        { leader: 2, isr: [1] },
      ].map(isLeaderInIsr),
    ).toEqual([true, true, false]);
    expect([
      firstUncounted([1, 2, 3], [1], [3]),
      firstUncounted([1, 2], [1], null),
      firstUncounted([1], [1], []),
    ]).toEqual([2, 2, -1]);
    expect([isSecondLeader(1, -1), isSecondLeader(1, 1), isSecondLeader(1, 2)]).toEqual([false, false, true]);
  });

  test("members of an ISR", () => {
    expect(faultOfMember(9, members, live, true)).toBe("member-is-no-replica");
    expect(faultOfMember(1, members, { ...live, fenced: true }, true)).toBe("fenced-member");
    expect(faultOfMember(1, members, { ...live, shuttingDown: true }, true)).toBe("stopping-member");
    expect(faultOfMember(1, { ...members, isr: [1] }, { ...live, fenced: true }, false)).toBeNull();
    expect(faultOfMember(1, members, live, false)).toBeNull();
  });

  test("epochs of a partition", () => {
    expect(faultOfChange(led, { ...led, leaderEpoch: 2 })).toBe("leader-epoch-falls");
    expect(faultOfChange(led, led)).toBe("partition-epoch-stays");
    expect(faultOfChange(led, { ...led, leader: 2, partitionEpoch: 8 })).toBe("leader-changes-in-epoch");
    expect(faultOfChange(led, { leader: 2, leaderEpoch: 4, partitionEpoch: 8 })).toBeNull();
  });
});
