/** What stands under every verdict: the scope within which it was reached. */
export const allChecksRunLine =
  "Every run ends with a calm phase: faults heal, everything acknowledged must be readable.";

/** Of every release: what stood between brokers and controllers in its time is not modelled (docs/not-modelled.md). */
export const controlPlane = "one KRaft controller, as in Kafka 4.x";

export const scopeLines: readonly string[] = [
  "Scope: one controller whose log is flushed before it answers and is never lost; the control plane of Kafka 4.x;",
  "producers and readers without groups or transactions. A bound is one-sided, 95 %, over the drawn scenarios.",
];
