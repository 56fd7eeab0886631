/** The style is tested, not requested: layers, file and function length, banned calls, dead files. */
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { type SourceFile, sourceFiles } from "./source-files.ts";

const source = sourceFiles("src");

/** The rooms, the lowest first: a file imports from its own room and from those before it. */
const rooms = [
  "core",
  "kafka",
  "client",
  "workload",
  "sim",
  "explorer",
  "chaos",
  "history",
  "check",
  "scenario",
  "configuration",
  "run",
  "history-file",
  "arbitrary",
  "strategy",
  "shrink",
  "prove",
  "campaign",
  "study",
  "workers",
  "incident",
  "report",
  "docs",
  "cli",
  "bench",
];

/** Beside the order: these know nothing of those, so that a host serves any machine and a protocol runs under any host. */
const strangers: Readonly<Record<string, readonly string[]>> = {
  sim: ["kafka", "client", "workload"],
  explorer: ["kafka", "client", "workload", "sim"],
  chaos: ["kafka", "client", "workload", "explorer"],
  prove: ["sim"],
};

const protocolRooms = ["core", "kafka", "client", "sim", "explorer"];

const banned: readonly { readonly pattern: RegExp; readonly instead: string }[] = [
  { pattern: /\bDate\b/, instead: "context.wallClockMs()" },
  { pattern: /\bperformance\./, instead: "context.nowMs()" },
  { pattern: /\bMath\.random\b/, instead: "context.choose(name, below)" },
  { pattern: /\b(setTimeout|setInterval|setImmediate)\(/, instead: "context.setTimer(key, delayMs)" },
  { pattern: /\basync\b|\bPromise\b|\bawait\b/, instead: "a step function" },
  { pattern: /\bprocess\.|\bcrypto\./, instead: "the context" },
  { pattern: /from "node:/, instead: "the context" },
  { pattern: /\bMath\.(log|exp|sin|cos|pow)\b/, instead: "integer tables (not bit-specified across engines)" },
  { pattern: /\.localeCompare\(|\bIntl\b/, instead: "comparison by code unit" },
];

/** The only file of the protocol rooms that may name the real clock: it makes it throw. */
const guards = new Set(["src/sim/guard.ts"]);

const roomOf = (path: string): string => path.split("/")[1]!;
const code = (line: string): string =>
  line
    .replace(/\/\/.*$/, "")
    .replace(/^\s*\/?\*.*$/, "")
    .replace(/"(?:[^"\\]|\\.)*"|`[^`]*`/g, '""');

function importsOf(file: SourceFile): readonly string[] {
  return [...file.text.matchAll(/(?:from|import\()\s*"(\.[^"]+)"/g)].map((match) =>
    join(dirname(file.path), match[1]!),
  );
}

function overlongFunctions(file: SourceFile): readonly string[] {
  const long: string[] = [];
  let start = -1;
  let indent = "";
  for (const [number, line] of file.lines.entries()) {
    const opens =
      /^(\s*)(?:export )?(?:function\*? \w+|(?:readonly |get |static |#)?\w+\(.*\).*\{$|constructor\()/.exec(line);
    if (start < 0 && opens !== null && /\{\s*$|\($/.test(line)) {
      start = number;
      indent = opens[1]!;
    } else if (start >= 0 && (line === `${indent}}` || line === `${indent}});`)) {
      if (number - start + 1 > 50) long.push(`${file.path}:${start + 1} (${number - start + 1} lines)`);
      start = -1;
    }
  }
  return long;
}

describe("the source is tidy", () => {
  test("every room imports only from the rooms below it", () => {
    const wrong = source.flatMap((file) => {
      if (file.path.split("/").length === 2) return [];
      const room = roomOf(file.path);
      const below = rooms.slice(0, rooms.indexOf(room) + 1).filter((name) => !strangers[room]?.includes(name));
      return importsOf(file)
        .filter((target) => target.split("/").length > 2 && !below.includes(roomOf(target)))
        .map((target) => `${file.path} imports ${target}`);
    });
    expect(wrong).toEqual([]);
  });

  test("no file is longer than 300 lines", () => {
    expect(
      source.filter((file) => file.lines.length > 301).map((file) => `${file.path}: ${file.lines.length}`),
    ).toEqual([]);
  });

  test("no function is longer than 50 lines", () => {
    expect(source.flatMap(overlongFunctions)).toEqual([]);
  });

  test("the protocols reach no real clock, chance, thread or file", () => {
    const wrong = source
      .filter((file) => protocolRooms.includes(roomOf(file.path)) && !guards.has(file.path))
      .flatMap((file) =>
        file.lines.flatMap((line, i) =>
          banned
            .filter(({ pattern }) => pattern.test(/from "node:/.test(line) ? line : code(line)))
            .map(({ instead }) => `${file.path}:${i + 1} ${line.trim()}; use ${instead}`),
        ),
      );
    expect(wrong).toEqual([]);
  });

  test("no any, enum, default export, or cast outside the edges", () => {
    const wrong = source.flatMap((file) =>
      file.lines.flatMap((line, i) =>
        /:\s*any\b|\benum \w|^export default|<any>/.test(code(line)) ? [`${file.path}:${i + 1} ${line.trim()}`] : [],
      ),
    );
    expect(wrong.filter((line) => !line.startsWith("src/campaign/jstat.d.ts"))).toEqual([]);
  });

  test("every file is reached from an entry", () => {
    const entries = [
      "src/index.ts",
      "src/cli/main.ts",
      "src/workers/worker.ts",
      "src/bench/main.ts",
      "src/docs/main.ts",
      "src/campaign/jstat.d.ts",
    ];
    const byPath = new Map(source.map((file) => [file.path, file]));
    const seen = new Set<string>();
    const visit = (path: string): void => {
      const file = byPath.get(path);
      if (file === undefined || seen.has(path)) return;
      seen.add(path);
      importsOf(file).forEach(visit);
    };
    entries.forEach(visit);
    expect(source.map((file) => file.path).filter((path) => !seen.has(path))).toEqual([]);
  });
});
