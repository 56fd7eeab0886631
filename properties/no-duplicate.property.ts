/** What an idempotent producer sends once is in the log at most once, however often it was retried. */
import { test } from "vitest";
import { propertySpace } from "../src/arbitrary/space.ts";
import { holds } from "./hold.ts";

test("no duplicate from an idempotent producer", () => {
  holds({
    space: propertySpace("kafka-4"),
    guarantees: ["no-duplicate"],
    marks: ["produce-retried-as-duplicate"],
  });
});
