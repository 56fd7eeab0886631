/**
 * Records of one producer session with the same key are read in the order in which they were sent, as long as the producer
 * is idempotent or has one request in flight, and the number of partitions does not change.
 */
import { test } from "vitest";
import { propertySpace } from "../src/arbitrary/space.ts";
import { holds } from "./hold.ts";

test("per-key order", () => {
  holds({
    space: propertySpace("kafka-4"),
    guarantees: ["per-key-order"],
    marks: ["batch-retried"],
  });
});
