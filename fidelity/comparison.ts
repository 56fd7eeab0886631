/** Answers of a real broker beside those of the model, field by field. */
import { acceptedDifferences } from "./accepted.ts";
import type { Answer } from "./conversations/answer.ts";
import { type Conversation, circumstancesOf, type Release } from "./releases.ts";

export interface Difference {
  /** The number of the answer in its conversation, from 0. */
  readonly nth: number;
  readonly label: string;
  readonly real: string;
  readonly model: string;
}

/** An ISR is a set: its order is that of a hash map since 4.3. */
const canonical = (answer: unknown): string =>
  JSON.stringify(answer, (key, value) => {
    if (key === "isr" && Array.isArray(value)) return [...value].sort((a, b) => a - b);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  });

const nothing: Answer = ["nothing", null];

export function differencesOf(real: readonly Answer[], model: readonly Answer[]): readonly Difference[] {
  return Array.from({ length: Math.max(real.length, model.length) }, (_, nth) => nth).flatMap((nth) => {
    const [[label, realAnswer], [modelLabel, modelAnswer]] = [real[nth] ?? nothing, model[nth] ?? nothing];
    const [theirs, ours] = [canonical(realAnswer), canonical(modelAnswer)];
    return label === modelLabel && theirs === ours ? [] : [{ nth, label, real: theirs, model: ours }];
  });
}

/**
 * An unclean registration that a controller with ELR fails, as it remembers who was eligible for a topic that is gone (the
 * entry of accepted.ts with `removeTopicElrs`). In random conversations topics are deleted one after the other.
 */
export const isClearedElrRemembered = (release: Release, { label, real, model }: Difference): boolean =>
  circumstancesOf(release).eligibleLeaderReplicas &&
  /"do":"register".*"clean":false/.test(label) &&
  real === "-1" &&
  model === "0";

/** The entries that accept this difference, by the answer that they name. */
export function acceptedBy(release: Release, conversation: Conversation, { nth, label }: Difference) {
  return acceptedDifferences
    .filter((entry) => entry.conversation === conversation && entry.releases.includes(release))
    .flatMap(({ answers }) => answers.filter((answer) => answer === nth || answer === label));
}
