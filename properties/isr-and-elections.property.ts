/** One leader an epoch, chosen from those that hold all that is committed; the ISR holds only replicas that caught up. */
import { test } from "vitest";
import { propertySpace } from "../src/arbitrary/space.ts";
import { holds } from "./hold.ts";

test("ISR and elections", () => {
  holds({
    space: propertySpace("kafka-4"),
    checks: [
      "strong-isr",
      "weak-isr",
      "leader-in-isr",
      "isr-superset",
      "candidate-complete",
      "leader-unique",
      "epoch-monotone",
      "valid-isr",
      "valid-elr",
      "recovery-quorum",
      "unclean-exclusion",
      "isr-incarnation",
      "alter-fenced",
      "control-fenced",
      "election-legal",
      "reassignment-safe",
    ],
    marks: [
      "clean-leader-elected",
      "eligible-leader-elected",
      "last-known-leader-elected",
      "preferred-leader-elected",
      "elected-while-alter-partition-pending",
      "reassignment-completed",
    ],
  });
});
