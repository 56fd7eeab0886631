/** How a report fits a terminal: tables of one style, and lines that break at words. */
import { stripVTControlCharacters } from "node:util";
import Table, { type Cell } from "cli-table3";
import pc from "picocolors";

/** Columns of the narrowest terminal that reports are made for. */
const terminalColumns = 100;

/** `widths`: of the columns; without them each is as wide as its widest cell. */
export function table(
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
  widths: readonly number[] = [],
): string {
  const made = new Table({
    head: head.map((name) => pc.bold(name)),
    style: { head: [], border: [], compact: true },
    // Beside the text stands a space on each side.
    colWidths: widths.map((width) => width + 2),
    wordWrap: true,
  });
  made.push(...rows.map((cells) => [...cells]));
  return made.toString();
}

/** What the first cell says is said once, where it begins. */
export const saidOnce = (rows: readonly (readonly string[])[]): readonly (readonly string[])[] =>
  rows.map(([first = "", ...cells], i) => [first === rows[i - 1]?.[0] ? "" : first, ...cells]);

const lengthOf = (text: string): number => stripVTControlCharacters(text).length;

/** The line in pieces of at most `columns`; all but the first are indented as it is, and once more. */
export function wrapped(line: string, columns = terminalColumns): readonly string[] {
  const indent = " ".repeat(line.length - line.trimStart().length);
  const lines: string[] = [];
  let piece = indent;
  for (const word of line.trimStart().split(" ")) {
    const isFirst = piece.trim() === "";
    if (!isFirst && lengthOf(piece) + 1 + lengthOf(word) > columns) {
      lines.push(piece);
      piece = `${indent}  ${word}`;
    } else piece = isFirst ? `${piece}${word}` : `${piece} ${word}`;
  }
  return [...lines, piece];
}

/** A table and a drawing have a width of their own, and a command stays whole, so that it can be copied. */
const staysWhole = (line: string): boolean => /^[│┌├└]|^ *kafka-trial |^ +\S.*(?: {3}|-->| \| )/.test(line);

export const fitted = (text: string): string =>
  text
    .split("\n")
    .flatMap((line) => (lengthOf(line) <= terminalColumns || staysWhole(line) ? [line] : wrapped(line)))
    .join("\n");
