/**
 * Segments roll, retention deletes whole segments below the high watermark from the oldest on, compaction keeps the last
 * committed record of each key. (Against a simple model, record by record: test/kafka/log.)
 */
import { test } from "vitest";
import { propertySpace } from "../src/arbitrary/space.ts";
import { holds } from "./hold.ts";

test("segments, retention and compaction", () => {
  holds({
    space: propertySpace("kafka-4"),
    checks: ["retention-safe", "compaction-safe"],
    marks: ["segment-rolled", "retention-deleted", "compaction-removed-records", "log-start-followed-leader"],
  });
});
