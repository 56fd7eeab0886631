/** A record that a consumer read is never replaced or gone afterwards (retention and compaction aside). */
import { test } from "vitest";
import { propertySpace } from "../src/arbitrary/space.ts";
import { holds } from "./hold.ts";

test("what a consumer read stays", () => {
  holds({
    space: propertySpace("kafka-4"),
    guarantees: ["stable-reads"],
    marks: [],
  });
});
