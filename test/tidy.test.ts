/** The style is tested, not requested: rooms, circles, dead exports, lengths, banned calls, dead files. */
import { describe, expect, test } from "vitest";
import { sourceFiles } from "./source-files.ts";
import { inCircles } from "./tidy/graph.ts";
import { lineOf, type Module, type Node, parsed } from "./tidy/module.ts";
import { rooms, stillDeadExports, stillInCircles, stillLong, stillLongFunctions } from "./tidy/tables.ts";

const source = sourceFiles("src").map(parsed);
const others = sourceFiles("test", "properties", "scenarios", "fidelity").map(parsed);

const protocolRooms = ["core", "kafka", "client", "sim", "explorer"];

/** The only file of the protocol rooms that may name the real clock: it makes it throw. */
const guards = ["src/sim/guard.ts"];

const entries = [
  "src/index.ts",
  "src/cli/main.ts",
  "src/workers/worker.ts",
  "src/bench/main.ts",
  "src/docs/main.ts",
  "src/page/main.ts",
  "src/mutation/main.ts",
  "src/mutation/worker.ts",
  "src/mutation/suite.ts",
  "src/mutation/suite-setup.ts",
  "src/campaign/jstat.d.ts",
];

const roomOf = (path: string): string => path.split("/")[1]!;
const roomsBelow = (room: string): readonly string[] => (rooms[room] ?? "").split(" ").filter((name) => name !== "");
const isInRoom = (path: string): boolean => path.split("/").length > 2;
const linesOf = (text: string): number => text.split("\n").length;
const at = ({ file }: Module, node: Node): string =>
  `${file.path}:${lineOf(file, node)} ${file.text.slice(node.start, node.end).split("\n")[0]}`;

/** Lines, where a room has more than it may have, or is listed without need. */
function beyond(found: readonly string[], allowed: Readonly<Record<string, number>>): readonly string[] {
  const byRoom = new Map<string, string[]>();
  for (const one of found) byRoom.set(roomOf(one), [...(byRoom.get(roomOf(one)) ?? []), one]);
  const more = [...byRoom].flatMap(([room, list]) => (list.length > (allowed[room] ?? 0) ? list : []));
  return [...more, ...Object.keys(allowed).flatMap((one) => (byRoom.has(one) ? [] : [`${one} needs no entry`]))];
}

describe("the rooms", () => {
  const names = Object.keys(rooms);
  const edges = source.flatMap(({ file, imports }) =>
    imports.flatMap(({ target }) => {
      const [from, to] = [roomOf(file.path), roomOf(target)];
      return isInRoom(file.path) && isInRoom(target) && from !== to ? [{ from, to, file, target }] : [];
    }),
  );

  test("every folder of the source is one of them", () => {
    const folders = source.filter(({ file }) => isInRoom(file.path)).map(({ file }) => roomOf(file.path));
    expect([...new Set(folders)].sort()).toEqual([...names].sort());
  });

  test("every room imports only from those that stand before it and that it names", () => {
    const wrong = edges.filter(({ from, to }) => !roomsBelow(from).includes(to));
    expect(wrong.map(({ file, target }) => `${file.path} imports ${target}`)).toEqual([]);
    const up = names.flatMap((room, i) => roomsBelow(room).filter((below) => !names.slice(0, i).includes(below)));
    expect(up).toEqual([]);
  });

  test("no room may import what it does not", () => {
    const unused = names.flatMap((from) =>
      roomsBelow(from)
        .filter((to) => !edges.some((edge) => edge.from === from && edge.to === to))
        .map((to) => `${from} no longer imports ${to}`),
    );
    expect(unused).toEqual([]);
  });

  test("no two files import each other, types included, by whatever way round", () => {
    expect(beyond(inCircles(source), stillInCircles)).toEqual([]);
  });
});

describe("the files", () => {
  test("every one is reached from an entry", () => {
    const byPath = new Map(source.map((module) => [module.file.path, module]));
    const seen = new Set<string>();
    const visit = (path: string): void => {
      const module = byPath.get(path);
      if (module === undefined || seen.has(path)) return;
      seen.add(path);
      for (const { target } of module.imports) visit(target);
    };
    entries.forEach(visit);
    expect([...byPath.keys()].filter((path) => !seen.has(path))).toEqual([]);
  });

  test("what a file exports is imported somewhere", () => {
    const taken = new Set<string>();
    for (const { imports } of [...source, ...others])
      for (const { target, names } of imports) for (const name of names ?? ["*"]) taken.add(`${target} ${name}`);
    const dead = source
      .filter(({ file }) => !entries.includes(file.path))
      .flatMap(({ file: { path }, exports }) =>
        exports
          .filter((name) => !taken.has(`${path} ${name}`) && !taken.has(`${path} *`))
          .map((name) => `${path} ${name}`),
      );
    expect(beyond(dead, stillDeadExports)).toEqual([]);
  });

  test("none is longer than 300 lines, tests neither", () => {
    const long = [...source, ...others].filter(({ file }) => file.lines.length > 301).map(({ file }) => file.path);
    expect(long.sort()).toEqual([...stillLong].sort());
  });

  test("no function is longer than 50 lines", () => {
    const long = source.flatMap((module) =>
      module.nodes
        .filter(({ type }) => ["ArrowFunctionExpression", "FunctionExpression", "FunctionDeclaration"].includes(type))
        .filter(({ start, end }) => linesOf(module.file.text.slice(start, end)) > 50)
        .map((node) => at(module, node)),
    );
    expect(long.filter((one) => !stillLongFunctions.includes(one.split(":")[0]!))).toEqual([]);
  });

  test("no any, enum or default export", () => {
    const banned = ["TSAnyKeyword", "TSEnumDeclaration", "ExportDefaultDeclaration"];
    const wrong = source
      .filter(({ file }) => file.path !== "src/campaign/jstat.d.ts")
      .flatMap((module) => module.nodes.filter(({ type }) => banned.includes(type)).map((node) => at(module, node)));
    expect(wrong).toEqual([]);
  });
});

describe("the protocols", () => {
  const banned: readonly { readonly instead: string; readonly is: (node: Node) => boolean }[] = [
    { instead: "context.wallClockMs()", is: (node) => isNamed(node, "Date") },
    { instead: "context.nowMs()", is: (node) => isOf(node, "performance") },
    { instead: "context.choose(name, below)", is: (node) => isOf(node, "Math", "random") },
    {
      instead: "context.setTimer(key, delayMs)",
      is: (node) => isNamed(node, "setTimeout", "setInterval", "setImmediate"),
    },
    {
      instead: "a step function",
      is: (node) => node["async"] === true || node.type === "AwaitExpression" || isNamed(node, "Promise"),
    },
    { instead: "the context", is: (node) => isOf(node, "process") || isOf(node, "crypto") },
    {
      instead: "the context",
      is: ({ type, value }) => type === "Literal" && typeof value === "string" && value.startsWith("node:"),
    },
    {
      instead: "integer tables (not bit-specified across engines)",
      is: (node) => isOf(node, "Math", "log", "exp", "sin", "cos", "pow"),
    },
    {
      instead: "comparison by code unit",
      is: (node) =>
        isNamed(node, "Intl") ||
        (node.type === "MemberExpression" && isNamed(node["property"] as Node, "localeCompare")),
    },
  ];

  const isNamed = ({ type, name }: Node, ...names: readonly string[]): boolean =>
    type === "Identifier" && names.includes(String(name));

  /** `Math.log`, or any member where no names are given. */
  const isOf = ({ type, object, property }: Node, owner: string, ...names: readonly string[]): boolean =>
    type === "MemberExpression" &&
    isNamed(object as Node, owner) &&
    (names.length === 0 || isNamed(property as Node, ...names));

  test("reach no real clock, chance, thread or file", () => {
    const wrong = source
      .filter(({ file }) => protocolRooms.includes(roomOf(file.path)) && !guards.includes(file.path))
      .flatMap((module) =>
        module.nodes.flatMap((node) =>
          banned.filter(({ is }) => is(node)).map(({ instead }) => `${at(module, node)}; use ${instead}`),
        ),
      );
    expect(wrong).toEqual([]);
  });
});
