/** `kafka-trial check` on a history of 1.6 M lines, in a process of its own: seconds and memory, reading included. */
import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { mix3, pick } from "../core/mix.ts";
import { type BenchRow, row } from "./row.ts";

interface HistorySize {
  readonly sends: number;
  readonly polls: number;
  readonly keys: number;
}

const measured: HistorySize = { sends: 400_000, polls: 400_000, keys: 10 };

export function benchHistory(): BenchRow[] {
  const folder = mkdtempSync(join(tmpdir(), "kafka-trial-history-"));
  try {
    const file = join(folder, "history.jsonl");
    const lines = writeHistory(file, measured);
    const { wallSeconds, cpuSeconds, megabytes } = measureCheck(file);
    const detail = `${lines} lines; ${cpuSeconds.toFixed(2)} s of processor time`;
    return [
      row("history", wallSeconds, "s for check", { floor: 12, aim: 4, atLeast: false }, detail),
      row("history", megabytes, "MB at most", { floor: 2000, aim: 600, atLeast: false }),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Measure {
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  readonly megabytes: number;
}

/** The child reports its own usage as it ends, after whatever the command wrote. */
function measureCheck(file: string): Measure {
  const command = fileURLToPath(new URL("../cli/main.js", import.meta.url));
  const report = 'process.on("exit", () => process.stderr.write("\\n" + JSON.stringify(process.resourceUsage())));';
  const started = performance.now();
  const words = ["--import", `data:text/javascript,${encodeURIComponent(report)}`, command, "check", file, "--json"];
  const child = spawnSync(process.execPath, words, { encoding: "utf8", maxBuffer: 1 << 28 });
  const wallSeconds = (performance.now() - started) / 1000;
  if (child.status !== 0)
    throw new Error(`check ended with ${child.status}: ${child.stdout.slice(0, 300)} ${child.stderr.slice(0, 300)}`);
  const usage: NodeJS.ResourceUsage = JSON.parse(child.stderr.slice(child.stderr.lastIndexOf("\n")));
  return { wallSeconds, cpuSeconds: (usage.userCPUTime + usage.systemCPUTime) / 1e6, megabytes: usage.maxRSS / 1000 };
}

interface Client {
  readonly process: number;
  /** What it is in the middle of: a value it sends, a poll, nothing. */
  doing: "send" | "poll" | null;
  value: number;
  position: number;
}

const seed = 17;
const clients = 20;
const pollRecords = 100;
const flushAt = 1 << 20;

/**
 * A good history: twenty clients, each with one partition assigned, their steps overlapping; every record is polled by
 * all consumers of its partition. Returns the number of lines.
 */
function writeHistory(path: string, size: HistorySize): number {
  const file = openSync(path, "w");
  let text = "";
  let lines = 0;
  let micros = 0;
  const write = (process: number, type: string, f: string, value: unknown): void => {
    micros += 1 + (mix3(seed, lines, 1) & 7);
    text += `${JSON.stringify({ index: lines++, time: micros * 1000, type, process, f, value })}\n`;
    if (text.length < flushAt) return;
    writeSync(file, text);
    text = "";
  };
  play(size, write);
  writeSync(file, text);
  closeSync(file);
  return lines;
}

type Write = (process: number, type: string, f: string, value: unknown) => void;

function play(size: HistorySize, write: Write): void {
  const left = { sends: size.sends, polls: size.polls };
  const logs: number[][] = Array.from({ length: size.keys }, () => []);
  const idle = Array.from(
    { length: clients },
    (_, process): Client => ({ process, doing: null, value: 0, position: 0 }),
  );
  for (const { process } of idle) {
    write(process, "invoke", "assign", [process % size.keys]);
    write(process, "ok", "assign", [process % size.keys]);
  }
  let busy = 0;
  for (let turn = 0; left.sends + left.polls + busy > 0; turn++) {
    const client = idle[pick(mix3(seed, turn, 2), clients)]!;
    if (client.doing !== null) {
      complete(client, logs, write);
      busy--;
    } else if (left.sends + left.polls > 0) {
      begin(client, left, size, turn, write);
      busy++;
    }
  }
}

/** Sends come first where both are left, by a coin; so the last polls find everything. */
function begin(
  client: Client,
  left: { sends: number; polls: number },
  size: HistorySize,
  turn: number,
  write: Write,
): void {
  const sends = left.sends > 0 && ((mix3(seed, turn, 3) & 1) === 0 || left.polls <= clients * 20);
  client.doing = sends ? "send" : "poll";
  if (sends) client.value = size.sends - left.sends--;
  else left.polls--;
  write(client.process, "invoke", client.doing, [sends ? ["send", keyOf(client, size.keys), client.value] : ["poll"]]);
}

/** Clients send to every partition in turn. */
const keyOf = (client: Client, keys: number): number => (client.process + client.value) % keys;

function complete(client: Client, logs: readonly number[][], write: Write): void {
  if (client.doing === "send") {
    const key = keyOf(client, logs.length);
    const offset = logs[key]!.push(client.value) - 1;
    write(client.process, "ok", "send", [["send", key, [offset, client.value]]]);
  } else {
    const key = client.process % logs.length;
    const end = Math.min(logs[key]!.length, client.position + pollRecords);
    const records: [number, number][] = [];
    for (let offset = client.position; offset < end; offset++) records.push([offset, logs[key]![offset]!]);
    client.position = end;
    write(client.process, "ok", "poll", [["poll", records.length > 0 ? { [key]: records } : {}]]);
  }
  client.doing = null;
}
