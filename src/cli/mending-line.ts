/** What is said below a broken promise of an older release: the change of Kafka that keeps it, if one does. */
import { isBadInput } from "../scenario/bad-input.ts";
import { loadScenario } from "../scenario/saved-scenario.ts";
import { mendedBy } from "../study/mended-by.ts";

/** With the line end before it; empty if no change alone mends it. */
export function mendingLine(file: string, fingerprint: string): string {
  const saved = loadScenario(file);
  if (isBadInput(saved)) return "";
  const [change] = mendedBy(saved.scenario, fingerprint);
  if (change === undefined) return "";
  return `\n  as Kafka was before ${change.source}: ${change.sentence}`;
}
