/**
 * A failure as a picture (SVG): beside each line of its story the logs of the partition's replicas, one box a record,
 * coloured by leader epoch; the mark is the high watermark, a filled name the leader, a ring a member of the ISR.
 */
import { offsetOf } from "../../check/subject.ts";
import { nodeName } from "../../core/ids.ts";
import { escaped } from "../markup.ts";
import { lineText } from "../story/story.ts";
import type { Narration } from "../tell.ts";
import { type Lane, lanesAfter } from "./log-lanes.ts";

const box = 15;
const laneHeight = 19;
const nameWidth = 48;
const charWidth = 7.4;
const margin = 16;
const textSize = 12;
const fontStyle = `font-family="ui-monospace, Menlo, Consolas, monospace" font-size="${textSize}"`;
/** Offsets shown: some before the one that the violation is about, and what follows. */
const before = 6;
const shown = 16;

/** Empty for a violation that is not about a partition. */
export function picture({ violation, story, recorded }: Narration): string {
  if (violation === null || violation.topicPartition === -1 || story.length === 0) return "";
  const moments = story.map(({ fact }) => fact);
  const until = recorded.facts.filter(({ event }) => event <= violation.event);
  const lanes = lanesAfter(until, violation.topicPartition, moments);
  const rows = story.map((line, i) => ({ line: lineText(line).trimStart(), lanes: lanes[i]! }));
  return svg(rows, Math.max(0, offsetOf(violation.subject) - before));
}

interface Row {
  readonly line: string;
  readonly lanes: readonly Lane[];
}

function svg(rows: readonly Row[], from: number): string {
  const text = Math.ceil(Math.max(...rows.map((row) => row.line.length)) * charWidth) + 2 * margin;
  const width = text + nameWidth + shown * box + 2 * margin;
  const parts: string[] = [];
  let y = margin;
  for (const { line, lanes } of rows) {
    const height = Math.max(1, lanes.length) * laneHeight + 10;
    const middle = y + height / 2;
    parts.push(`<line x1="0" y1="${y}" x2="${width}" y2="${y}" stroke="#ddd"/>`);
    parts.push(`<text x="${margin}" y="${middle}" dominant-baseline="middle">${escaped(line)}</text>`);
    lanes.forEach((lane, i) => {
      parts.push(laneSvg(lane, text, y + 5 + i * laneHeight, from));
    });
    y += height;
  }
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${y + margin}" viewBox="0 0 ${width} ${y + margin}" ${fontStyle}>`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    ...parts,
    "</svg>\n",
  ].join("\n");
}

/** The logs at one moment, the last offsets of the longest. */
export function logsSvg(lanes: readonly Lane[]): string {
  const from = Math.max(0, Math.max(0, ...lanes.map(({ end }) => end)) - shown);
  const size = { width: nameWidth + (shown + 1) * box + 2 * margin, height: lanes.length * laneHeight + 2 * margin };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" ${fontStyle}>`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    from > 0 ? `<text x="${margin + 36}" y="12" fill="#555">…</text>` : "",
    ...lanes.map((lane, i) => laneSvg(lane, margin, margin + i * laneHeight, from)),
    "</svg>",
  ].join("");
}

function laneSvg(lane: Lane, x: number, y: number, from: number): string {
  const parts = [nameSvg(lane, x, y)];
  for (let i = 0; i < shown; i++) {
    if (from + i >= lane.end) break;
    const epoch = lane.epochAt(from + i);
    const at = x + nameWidth + i * box;
    const fill = epoch < 0 ? "#eee" : colourOf(epoch);
    parts.push(`<rect x="${at}" y="${y + 2}" width="${box - 2}" height="${laneHeight - 6}" rx="2" fill="${fill}"/>`);
    if (epoch >= 0) {
      const label = `<text x="${at + box / 2 - 1}" y="${y + laneHeight / 2}" text-anchor="middle" dominant-baseline="middle" font-size="9" fill="#fff">`;
      parts.push(`${label}${from + i}</text>`);
    }
  }
  const mark = Math.min(Math.max(lane.highWatermark - from, 0), shown);
  const at = x + nameWidth + mark * box - 1;
  parts.push(`<line x1="${at}" y1="${y}" x2="${at}" y2="${y + laneHeight - 2}" stroke="#111" stroke-width="2"/>`);
  return `<g opacity="${lane.isUp ? 1 : 0.35}">${parts.join("")}</g>`;
}

function nameSvg(lane: Lane, x: number, y: number): string {
  const name = nodeName(lane.broker);
  const middle = y + laneHeight / 2 - 1;
  const ring = lane.isInSync ? `stroke="#333"` : `stroke="#ccc" stroke-dasharray="3 2"`;
  const fill = lane.isLeader ? "#333" : "#fff";
  const ink = lane.isLeader ? "#fff" : "#333";
  const pill = `<rect x="${x}" y="${y + 1}" width="34" height="${laneHeight - 4}" rx="8" fill="${fill}" ${ring}/>`;
  const cross = lane.isUp ? "" : `<line x1="${x}" y1="${middle}" x2="${x + 34}" y2="${middle}" stroke="#c00"/>`;
  return `${pill}<text x="${x + 17}" y="${middle}" text-anchor="middle" dominant-baseline="middle" fill="${ink}">${name}</text>${cross}`;
}

const palette = ["#3465a4", "#c17d11", "#4e9a06", "#75507b", "#a40000", "#06989a"];
const colourOf = (epoch: number): string => palette[epoch % palette.length]!;
