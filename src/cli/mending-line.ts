/** What is said below a broken promise of an older release: the change of Kafka that keeps it, if one does. */
import { isBadInput } from "../run/bad-input.ts";
import { mendedBy } from "../run/mended-by.ts";
import { loadScenario } from "../run/saved-scenario.ts";

/** With the line end before it; empty if no change alone mends it. */
export function mendingLine(file: string, fingerprint: string): string {
  const saved = loadScenario(file);
  if (isBadInput(saved)) return "";
  const [change] = mendedBy(saved.scenario, fingerprint);
  if (change === undefined) return "";
  return `\n  as Kafka was before ${change.source}: ${change.sentence}`;
}
