/** Every observer derives from the table: a row that is added there needs no other change. */
import { describe, expect, test } from "vitest";
import { trialObservations } from "../../src/check/observer.ts";
import { anchorEventsOf, anchorsOf, digestOf, observation, observerOf, recorderOf } from "../../src/core/observer.ts";

const table = {
  ...trialObservations,
  /** Of no protocol. */
  somethingSeen: observation<[node: number, offset: number, what: string]>(3, {
    digest: (note) => (node, offset) => note(node * 100 + offset),
    anchor: { event: "something-seen", place: (tell) => (node, offset) => tell(node, -1, offset, -1) },
  }),
};

describe("a row that is added", () => {
  test("is silent without a listener", () => {
    expect(() => observerOf(table, []).somethingSeen(1, 2, "three")).not.toThrow();
  });

  test("is forwarded to those that want it, in their order", () => {
    const heard: unknown[] = [];
    const observer = observerOf(table, [
      { somethingSeen: (...args) => heard.push(["first", ...args]) },
      { nodePaused: () => heard.push("paused") },
      { somethingSeen: (...args) => heard.push(["second", ...args]) },
    ]);
    observer.somethingSeen(1, 2, "three");
    expect(heard).toEqual([
      ["first", 1, 2, "three"],
      ["second", 1, 2, "three"],
    ]);
  });

  test("is forwarded in order by an observer of observers too", () => {
    const heard: string[] = [];
    const hears = (name: string) => ({ somethingSeen: () => heard.push(name) });
    const inner = observerOf(table, [hears("b"), hears("c")]);
    observerOf(table, [hears("a"), inner, observerOf(table, []), hears("d")]).somethingSeen(1, 2, "three");
    expect(heard).toEqual(["a", "b", "c", "d"]);
  });

  test("is recorded", () => {
    const heard: unknown[] = [];
    observerOf(table, [recorderOf(table, (name, args) => heard.push([name, args]))]).somethingSeen(1, 2, "three");
    expect(heard).toEqual([["somethingSeen", [1, 2, "three"]]]);
  });

  test("is anchored", () => {
    const told: unknown[] = [];
    anchorsOf(table, (...place) => told.push(place)).somethingSeen!(1, 2, "three");
    expect(told).toEqual([["something-seen", 1, -1, 2, -1]]);
    expect(anchorEventsOf(table)).toContain("something-seen");
  });

  test("is digested", () => {
    const noted: number[] = [];
    digestOf(table, (value) => noted.push(value)).somethingSeen!(1, 2, "three");
    expect(noted).toEqual([102]);
  });
});

describe("every row of a run", () => {
  const names = Object.keys(trialObservations);

  test("is heard by whoever listens, with all of its arguments, with one listener or with several", () => {
    for (const [name, { arity }] of Object.entries(trialObservations)) {
      const args = Array.from({ length: arity }, (_, i) => i);
      for (const listeners of [1, 2, 3]) {
        const heard: unknown[] = [];
        const recorder = recorderOf(trialObservations, (...call) => heard.push(call));
        const observer = observerOf(trialObservations, new Array(listeners).fill(recorder));
        Reflect.apply(Reflect.get(observer, name), undefined, args);
        expect(heard).toEqual(new Array(listeners).fill([name, args]));
      }
    }
  });

  test("is in every observer, and only those that say so are anchored and digested", () => {
    expect(Object.keys(observerOf(trialObservations, []))).toEqual(names);
    expect(Object.keys(recorderOf(trialObservations, () => {}))).toEqual(names);
    const having = (use: "anchor" | "digest") =>
      Object.entries(trialObservations).flatMap(([name, row]) => (row[use] === undefined ? [] : [name]));
    expect(Object.keys(anchorsOf(trialObservations, () => {}))).toEqual(having("anchor"));
    expect(Object.keys(digestOf(trialObservations, () => {}))).toEqual(having("digest"));
    expect(having("anchor")).toHaveLength(18);
    expect(having("digest")).toHaveLength(7);
  });
});
