/** A record that a consumer read is never replaced or gone afterwards (retention and compaction aside). */
import { test } from "vitest";
import { propertySpace } from "../src/arbitrary/space.ts";
import { holds } from "./hold.ts";

test("what a consumer read stays", () => {
  holds("what a consumer read stays", {
    space: propertySpace("kafka-4"),
    runs: 250,
    guarantees: ["stable-reads"],
    marks: [],
  });
});
