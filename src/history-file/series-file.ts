/** `--series FILE`: every point of both series as one JSON object, one point per line, written while they are measured. */
import { closeSync, openSync, writeSync } from "node:fs";
import type { Lag } from "../history/anomalies/realtime-lag.ts";
import type { UnseenPoint } from "../history/anomalies/unseen.ts";
import type { BadInput } from "../scenario/bad-input.ts";
import { badFile } from "./bad-file.ts";

/** First all of `onUnseen`, then all of `onLag`. */
interface SeriesFile {
  onUnseen(point: UnseenPoint): void;
  onLag(lag: Lag): void;
  close(): void;
}

const flushAt = 1 << 20;

export function openSeriesFile(path: string): SeriesFile | BadInput {
  let file: number;
  try {
    file = openSync(path, "w");
  } catch (error) {
    return badFile(
      `--series ${path}`,
      error instanceof Error ? error.message : "an error",
      "a file that can be written",
    );
  }
  let text = '{"unseenSeries":[';
  let separator = "\n";
  let section: "unseenSeries" | "realtimeLag" = "unseenSeries";
  const flush = (): void => {
    writeSync(file, text);
    text = "";
  };
  const put = (point: object): void => {
    text += separator + JSON.stringify(point);
    separator = ",\n";
    if (text.length > flushAt) flush();
  };
  const beginLags = (): void => {
    if (section === "realtimeLag") return;
    section = "realtimeLag";
    text += '\n],"realtimeLag":[';
    separator = "\n";
  };
  return {
    onUnseen: put,
    onLag: (lag) => {
      beginLags();
      put(lag);
    },
    close: () => {
      beginLags();
      text += "\n]}\n";
      flush();
      closeSync(file);
    },
  };
}
