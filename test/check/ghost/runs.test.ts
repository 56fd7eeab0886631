/** Runs and identities against the plain arrays that they stand for. */
import { fc, test as propertyTest } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { dropIdentitiesBelow, identityAt, newIdentities, noteIdentity } from "../../../src/check/ghost/identities.ts";
import {
  addRun,
  copyRuns,
  cutRuns,
  dropRunsBelow,
  epochAt,
  firstDifference,
  hole,
  newRuns,
  type Runs,
  setRun,
} from "../../../src/check/ghost/runs.ts";

const runsOf = (epochs: readonly number[]): Runs => {
  const runs = newRuns();
  epochs.forEach((epoch, offset) => {
    addRun(runs, epoch, offset);
  });
  return runs;
};

const log = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 12 }).map((epochs) => epochs.sort((a, b) => a - b));

describe("runs", () => {
  propertyTest.prop([log])("tell the epoch of each offset", (epochs) => {
    const runs = runsOf(epochs);
    expect(epochs.map((_, offset) => epochAt(runs, offset))).toEqual(epochs);
  });

  propertyTest.prop([log, log, fc.nat(12)])("find the first difference", (a, b, from) => {
    const end = Math.min(a.length, b.length);
    let expected = from;
    while (expected < end && a[expected] === b[expected]) expected++;
    if (from <= end) expect(firstDifference(runsOf(a), runsOf(b), from, end)).toBe(expected);
  });

  propertyTest.prop([log, fc.array(fc.tuple(fc.nat(12), fc.nat(12), fc.constantFrom(hole, 7)), { maxLength: 4 })])(
    "change within",
    (epochs, changes) => {
      const runs = runsOf(epochs);
      const expected = [...epochs];
      for (const [one, other, epoch] of changes) {
        const start = Math.min(one, other);
        const end = Math.max(one, other);
        if (start === end || end > epochs.length) continue;
        setRun(runs, start, end, epoch);
        expected.fill(epoch, start, end);
      }
      expect(epochs.map((_, offset) => epochAt(runs, offset))).toEqual(expected);
    },
  );

  propertyTest.prop([log, fc.nat(12), log])("cut and grow again", (epochs, end, more) => {
    const runs = runsOf(epochs);
    const kept = epochs.slice(0, end);
    cutRuns(runs, kept.length);
    const tail = more.map((epoch) => epoch + 4);
    tail.forEach((epoch, i) => {
      addRun(runs, epoch, kept.length + i);
    });
    expect([...kept, ...tail].map((_, offset) => epochAt(runs, offset))).toEqual([...kept, ...tail]);
  });

  propertyTest.prop([log, fc.nat(12)])("forget what lies below", (epochs, start) => {
    const runs = runsOf(epochs);
    dropRunsBelow(runs, start);
    for (let offset = start; offset < epochs.length; offset++) expect(epochAt(runs, offset)).toBe(epochs[offset]);
  });

  propertyTest.prop([log, fc.nat(6), fc.nat(12)])("copy a part", (epochs, start, end) => {
    if (start >= end || end > epochs.length) return;
    const copy = runsOf(epochs.slice(0, start));
    copyRuns(copy, runsOf(epochs), start, end);
    for (let offset = 0; offset < end; offset++) expect(epochAt(copy, offset)).toBe(epochs[offset]);
  });

  test("a hole equals anything", () => {
    expect(firstDifference(runsOf([0, hole, 1]), runsOf([0, 0, 1]), 0, 3)).toBe(3);
    expect(firstDifference(runsOf([0, hole, 1]), runsOf([0, 0, 2]), 0, 3)).toBe(2);
  });
});

describe("identities", () => {
  const writes = fc.array(fc.record({ offset: fc.nat(3000), epoch: fc.nat(4), id: fc.nat(50) }), { maxLength: 60 });

  propertyTest.prop([writes, fc.nat(2500)])(
    "remember the first record of each (offset, epoch), also after forgetting the front",
    (all, drop) => {
      const table = newIdentities();
      const expected = new Map<string, number>();
      noteIdentity(table, 0, 0, 7);
      expected.set("0/0", 7);
      for (const { offset, epoch, id } of all) {
        const known = expected.get(`${offset}/${epoch}`) ?? id;
        expected.set(`${offset}/${epoch}`, known);
        expect(noteIdentity(table, offset, epoch, id)).toBe(known);
      }
      dropIdentitiesBelow(table, drop);
      for (const [place, id] of expected) {
        const [offset, epoch] = place.split("/").map(Number);
        if (offset! >= drop) expect(identityAt(table, offset!, epoch!)).toBe(id);
      }
    },
  );

  test("a million offsets with retention stay small", () => {
    const table = newIdentities();
    for (let offset = 0; offset < 1_000_000; offset++) {
      noteIdentity(table, offset, 1, offset);
      if (offset % 10_000 === 0) dropIdentitiesBelow(table, Math.max(offset - 20_000, 0));
    }
    expect(table.chunks.length).toBeLessThan(40);
    expect(identityAt(table, 999_999, 1)).toBe(999_999);
  });
});
