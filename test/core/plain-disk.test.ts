import { describe, expect, test } from "vitest";
import { PlainDisk } from "../../src/core/plain-disk.ts";

describe("a disk without faults", () => {
  test("keeps files in the order of their creation, each opened once", () => {
    const disk = new PlainDisk<string>();
    const file = disk.open<string>("b");
    disk.open("a");
    expect(disk.open("b")).toBe(file);
    expect(disk.files()).toEqual(["b", "a"]);
    disk.remove("b");
    expect(disk.files()).toEqual(["a"]);
    expect(disk.open<string>("b").entries).toEqual([]);
  });

  test("a file is as long as its entries, and no more of it is on the platter", () => {
    const file = new PlainDisk<string>().open<string>("log");
    for (const entry of ["x", "y", "z"]) file.append(entry, 10);
    expect([file.sizeInBytes, file.flushedCount]).toEqual([30, 0]);
    file.flush();
    file.truncate(1);
    file.truncate(2);
    expect([file.entries, file.sizeInBytes, file.flushedCount]).toEqual([["x"], 10, 1]);
    file.replace(["p", "q", "r"], 7);
    expect([file.sizeInBytes, file.flushedCount]).toEqual([7, 3]);
    file.truncate(1);
    expect(file.sizeInBytes).toBe(3);
    expect(() => file.append("s", -1)).toThrow("a size");
  });

  test("replaces and forgets checkpoints", () => {
    const disk = new PlainDisk<string>();
    disk.writeCheckpoint("mark", 1, false);
    disk.writeCheckpoint("mark", 2, true);
    expect(disk.readCheckpoint("mark")).toBe(2);
    disk.removeCheckpoint("mark");
    expect(disk.readCheckpoint("mark")).toBeUndefined();
  });
});
