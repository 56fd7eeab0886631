/** What stands under every verdict: the scope within which it was reached. */
export const allChecksRunLine =
  "Every run ends with a calm phase: faults heal, everything acknowledged must be readable.";

export const scopeLines: readonly string[] = [
  "Scope: one controller whose log is flushed before it answers and is never lost; the control plane of Kafka 4.x;",
  "producers and readers without groups or transactions. A bound is one-sided, 95 %, over the drawn scenarios.",
];
