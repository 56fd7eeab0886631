/** The way to a wrong state, step by step, in the words of a run's story: each step once more, with a recorder listening. */
import { type ActionKind, actionOf } from "../../prove/action.ts";
import type { Proof } from "../../prove/prove.ts";
import type { FactKind } from "../facts/fact.ts";
import { nameIn, newFactRecorder } from "../facts/fact-recorder.ts";
import { factText } from "../story/words.ts";
import { actionText } from "./action-text.ts";

/** Told by another fact of the same step, or no news. */
const implied = new Set<FactKind>(["up", "learn-mark", "refuse-fetch", "refuse-isr", "change", "topic"]);

/** Told themselves, before what comes of them: nobody else says why it came. */
const causes = new Set<ActionKind>(["lag", "disconnect", "lose-client"]);

/** One line for each fact of each step, numbered by the steps; last, what is wrong. */
export function proofStory({ cluster, breach }: Proof): readonly string[] {
  if (breach === null) return [];
  let step = 0;
  const { observer, recorded } = newFactRecorder({ event: () => step, atMicros: () => step }, []);
  cluster.introduce(observer);
  let state = cluster.start();
  const lines: string[] = [];
  for (const { action, state: next } of breach.steps) {
    step++;
    const parcel = cluster.parcelOf(state, action);
    cluster.tell(state, action, observer);
    const facts = recorded.facts.filter((fact) => fact.event === step && !implied.has(fact.kind));
    const texts = facts.map((fact) => factText(fact, nameIn(recorded, fact.topicPartition)));
    if (texts.length === 0 || causes.has(actionOf(action).kind)) texts.unshift(actionText(action, parcel));
    for (const [i, text] of texts.entries()) lines.push(`${i === 0 ? String(step).padStart(3) : "   "}  ${text}`);
    state = next;
  }
  lines.push(`     ${breach.sentence}`);
  return lines;
}
