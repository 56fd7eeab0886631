import { describe, expect, test } from "vitest";
import { murmur2, partitionHash, toPositive, utf8 } from "../../src/client/producer/murmur2.ts";

describe("murmur2", () => {
  test.each([
    ["21", -973932308],
    ["foobar", -790332482],
    ["a-little-bit-long-string", -985981536],
    ["a-little-bit-longer-string", -1486304829],
    ["lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971],
    ["abc", 479470107],
  ])("hashes %s as Kafka's clients do", (text, hash) => {
    expect(murmur2(utf8(text))).toBe(hash);
  });

  test("clears the sign bit instead of taking the absolute value", () => {
    expect(toPositive(-973932308)).toBe(1173551340);
    expect(toPositive(-2147483648)).toBe(0);
    expect(partitionHash("21") % 6).toBe(1173551340 % 6);
  });

  test("hashes the UTF-8 bytes of a key", () => {
    for (const text of ["grün", "日本", "😀", "a\u0000b"]) {
      expect(utf8(text)).toEqual([...new TextEncoder().encode(text)]);
    }
  });
});
