import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { tornName } from "../../src/sim/decision-name.ts";
import { type ToyWorld, tell, world } from "./toy.ts";

const disk = (w: ToyWorld) => w.contexts.get(1)!.disks[0]!;
const lines = (w: ToyWorld) => disk(w).open<string>("log");

function filled(n: number, options: Parameters<typeof world>[1] = {}): ToyWorld {
  const w = world(1, options);
  for (let i = 0; i < n; i++) lines(w).append(`e${i}`, 10);
  return w;
}

describe("disk", () => {
  test("reads what was appended, and keeps sizes", () => {
    const w = filled(3);
    const file = lines(w);
    expect([file.entries, file.sizeInBytes, file.flushedCount]).toEqual([["e0", "e1", "e2"], 30, 0]);
    file.truncate(1);
    file.truncate(5);
    expect([file.entries, file.sizeInBytes]).toEqual([["e0"], 10]);
    expect(file.replace(["x", "y"], 7)).toBe(true);
    expect([file.entries, file.sizeInBytes, file.flushedCount]).toEqual([["x", "y"], 7, 2]);
    expect(disk(w).files()).toEqual(["log"]);
    disk(w).remove("log");
    expect(disk(w).files()).toEqual([]);
  });

  test("keeps the page cache over a process crash", () => {
    const w = filled(3);
    disk(w).writeCheckpoint("hw", 7, false);
    w.sim.crash(1);
    w.sim.boot(1);
    expect(lines(w).entries.length).toBe(3);
    expect(disk(w).readCheckpoint("hw")).toBe(7);
  });

  test("keeps only what was flushed over a power loss without a tail", () => {
    const w = filled(3);
    lines(w).flush();
    lines(w).append("e3", 10);
    w.sim.losePower(1, 1, false);
    w.sim.boot(1);
    expect(lines(w).entries).toEqual(["e0", "e1", "e2"]);
    expect(lines(w).sizeInBytes).toBe(30);
    expect(w.diary.lines).toContain("1 torn 0:log 3/4");
  });

  test("keeps a part of the rest with a torn tail, by a named decision", () => {
    const survivors = (fault: number, overrides = {}) => {
      const w = filled(2, { overrides });
      lines(w).flush();
      for (let i = 0; i < 50; i++) lines(w).append("t", 1);
      w.sim.losePower(1, fault, true);
      return lines(w).entries.length;
    };
    const counts = Array.from({ length: 30 }, (_, fault) => survivors(fault));
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(2);
    expect(Math.max(...counts)).toBeLessThanOrEqual(52);
    expect(new Set(counts).size).toBeGreaterThan(10);
    expect(survivors(4)).toBe(survivors(4));
    expect(survivors(4, { [tornName(1, 4, 0, "log")]: 3 })).toBe(5);
  });

  test("leaves a torn tail torn over a second power loss before anybody has read the file", () => {
    const w = filled(3);
    w.sim.losePower(1, 1, false);
    w.sim.losePower(1, 2, false);
    expect([lines(w).entries, lines(w).torn]).toEqual([[], true]);
    lines(w).truncate(0);
    expect(lines(w).torn).toBe(false);
  });

  test("is written back by the operating system at its age, or an eighth later", () => {
    const appends = fc.array(fc.nat(4000), { minLength: 1, maxLength: 60, size: "max" });
    fc.assert(
      fc.property(appends, fc.nat(30_000), (gaps, after) => {
        const w = world(1, { writeBackMs: 10_000 });
        const file = lines(w);
        const times: number[] = [];
        for (const gap of gaps) {
          w.runMs(gap);
          times.push(w.sim.now);
          file.append("e", 1);
        }
        w.runMs(after);
        const flushed = file.flushedCount;
        const older = (ms: number) => times.filter((time) => time <= w.sim.now - ms * 1000).length;
        expect(flushed).toBeLessThanOrEqual(older(10_000));
        expect(flushed).toBeGreaterThanOrEqual(older(11_250));
      }),
      { numRuns: 200 },
    );
  });

  test("brings back an older value of a checkpoint that was not synced", () => {
    const w = world(1);
    disk(w).writeCheckpoint("hw", 1, true);
    disk(w).writeCheckpoint("hw", 2, false);
    disk(w).writeCheckpoint("new", 1, false);
    disk(w).writeCheckpoint("aged", 5, false);
    w.sim.losePower(1, 1, false);
    expect([disk(w).readCheckpoint("hw"), disk(w).readCheckpoint("new")]).toEqual([1, undefined]);
    w.sim.boot(1);
    disk(w).writeCheckpoint("aged", 6, false);
    w.runMs(31_000);
    disk(w).writeCheckpoint("aged", 7, false);
    w.sim.losePower(1, 2, false);
    expect(disk(w).readCheckpoint("aged")).toBe(6);
    disk(w).removeCheckpoint("aged");
    expect(disk(w).readCheckpoint("aged")).toBeUndefined();
  });

  test("refuses writes when full or failed, and reads on", () => {
    const w = filled(1);
    const device = w.sim.disksOf(1)[0]!;
    device.setFull(true);
    expect([lines(w).append("x", 1), disk(w).writeCheckpoint("c", 1, true), disk(w).healthy]).toEqual([
      false,
      false,
      true,
    ]);
    device.setFailed(true);
    device.setFull(false);
    expect([lines(w).append("x", 1), lines(w).replace([], 0), disk(w).healthy]).toEqual([false, false, false]);
    lines(w).flush();
    expect(lines(w).flushedCount).toBe(0);
    device.setFailed(false);
    expect(lines(w).append("x", 1)).toBe(true);
    expect(lines(w).entries).toEqual(["e0", "x"]);
  });

  test("comes back empty when wiped", () => {
    const w = filled(3);
    disk(w).writeCheckpoint("c", 1, true);
    w.sim.crash(1);
    w.sim.wipe(1, 0);
    w.sim.boot(1);
    expect([disk(w).files(), disk(w).readCheckpoint("c")]).toEqual([[], undefined]);
    expect(w.diary.lines).toContain("1 wiped 0");
  });

  test("tells when a background flush is done, of what was there when it began", () => {
    const w = filled(2);
    lines(w).flushLater();
    lines(w).append("later", 1);
    expect(lines(w).flushedCount).toBe(0);
    w.runMs(5);
    expect(lines(w).flushedCount).toBe(2);
    expect(w.diary.of(1)).toEqual(["1 up 0", "1 flushed 0:log 2"]);
  });

  test("never takes new entries for flushed ones after a truncation", () => {
    const w = filled(5);
    lines(w).flushLater();
    lines(w).truncate(1);
    for (let i = 0; i < 4; i++) lines(w).append("new", 1);
    w.runMs(5);
    expect(lines(w).flushedCount).toBe(1);
    expect(w.diary.of(1).at(-1)).toBe("1 flushed 0:log 1");
  });

  test("forgets a background flush with the power, finishes it after a crash without telling the next process", () => {
    const w = filled(2);
    lines(w).flushLater();
    w.sim.crash(1);
    w.sim.boot(1);
    w.runMs(5);
    expect(lines(w).flushedCount).toBe(2);
    lines(w).append("x", 1);
    lines(w).flushLater();
    w.sim.losePower(1, 1, false);
    w.sim.boot(1);
    w.runMs(5);
    expect([lines(w).entries.length, lines(w).flushedCount]).toEqual([2, 2]);
    expect(w.diary.of(1).filter((line) => line.includes("flushed"))).toEqual([]);
  });
});

describe("slow disk", () => {
  const writer: Parameters<typeof world>[1] = {
    script: {
      step(input, context) {
        if (input.kind !== "message" || !input.body.text.startsWith("write")) return;
        const file = context.disks[0]!.open<string>("log");
        file.append(input.body.text, 1);
        if (input.body.text.endsWith("flush")) file.flush();
        context.reply(input.connection, { ...input.body, text: "done" });
      },
    },
  };

  test("keeps the process busy: answers leave later, inputs wait in order", () => {
    const run = (factor: number) => {
      const w = world(2, writer);
      w.sim.disksOf(2)[0]!.setSlowness(factor);
      tell(w, 1, 2, "write");
      w.runMs(5);
      tell(w, 1, 2, "hello");
      w.runMs(100);
      return [
        w.diary.timeOf("2 message write from 1"),
        w.diary.timeOf("2 message hello from 1"),
        w.diary.timeOf("1 message done from 2"),
      ];
    };
    const [wrote, hello, done] = run(1);
    expect(hello! - wrote!).toBeLessThan(10_000);
    const [slowWrote, slowHello, slowDone] = run(1001);
    expect(slowWrote).toBe(wrote);
    expect(slowHello! - slowWrote!).toBe(50_000);
    expect(slowDone! - done!).toBe(50_000);
  });

  test("costs an fsync its time even when healthy", () => {
    const w = world(2, writer);
    tell(w, 1, 2, "write");
    w.runMs(20);
    tell(w, 1, 2, "write and flush");
    w.runMs(20);
    expect(w.sim.disksOf(2)[0]!.open("log").flushedCount).toBe(2);
    expect(w.diary.of(1).length).toBe(3);
  });

  test("has not sent, when killed meanwhile, what would have left later", () => {
    const w = world(2, writer);
    tell(w, 1, 2, "hello");
    w.runMs(20);
    w.sim.disksOf(2)[0]!.setSlowness(10_001);
    tell(w, 1, 2, "write");
    w.runMs(5);
    expect(w.diary.of(2)).toContain("2 message write from 1");
    w.sim.crash(2, true);
    w.runMs(2000);
    expect(w.diary.of(1)).toEqual(["1 up 0", "1 disconnect to 2"]);
    w.sim.boot(2);
    tell(w, 1, 2, "hello again");
    w.runMs(20);
    expect(w.diary.of(2)).toContain("2 message hello again from 1");
  });
});
