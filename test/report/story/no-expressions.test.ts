/** Stories and pictures read the fields of facts: no regular expression is ever put to what was already said. */
import { expect, test } from "vitest";
import { sourceFiles } from "../../source-files.ts";

const rooms = ["src/report/facts/", "src/report/story/", "src/report/picture/", "src/report/tell.ts"];

test("no regular expression in the rooms that tell", () => {
  const telling = sourceFiles("src").filter(({ path }) => rooms.some((room) => path.startsWith(room)));
  expect(telling.length).toBeGreaterThan(15);
  const wrong = telling.flatMap(({ path, lines }) =>
    lines.flatMap((line, i) =>
      /RegExp|\.(match|matchAll|search|test|exec)\(|\.(replace|replaceAll|split)\(\/|[=(,:?]\s*\/[^/*\s]/.test(line)
        ? [`${path}:${i + 1} ${line.trim()}`]
        : [],
    ),
  );
  // Markup needs its three letters escaped.
  expect(wrong.filter((line) => !line.includes("const escaped ="))).toEqual([]);
});
