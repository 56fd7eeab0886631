/** The model answers as brokers of seven releases did, field by field, or the difference is accepted with a reason. */
import { describe, expect, test } from "vitest";
import type { Answer } from "../../fidelity/conversations/answer.ts";
import { acceptedDifferences } from "./accepted.ts";
import { type Conversation, type Release, recordedAnswers, releases, simulatedAnswers } from "./recordings.ts";

/** An ISR is a set: its order is that of a hash map since 4.3. */
const canonical = (answer: unknown): string =>
  JSON.stringify(answer, (key, value) => {
    if (key === "isr" && Array.isArray(value)) return [...value].sort((a, b) => a - b);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  });

interface Difference {
  readonly nth: number;
  readonly label: string;
  readonly real: string;
  readonly model: string;
}

function differencesOf(recorded: readonly Answer[], model: readonly Answer[]): readonly Difference[] {
  return recorded.flatMap(([label, answer], nth) => {
    const [modelLabel, modelAnswer] = model[nth] ?? ["nothing", null];
    const [real, own] = [canonical(answer), canonical(modelAnswer)];
    return label === modelLabel && real === own ? [] : [{ nth, label, real, model: own }];
  });
}

/** The entries that accept this difference. */
const acceptedBy = (release: Release, conversation: Conversation, { nth, label }: Difference) =>
  acceptedDifferences.filter(
    (entry) =>
      entry.conversation === conversation &&
      entry.releases.includes(release) &&
      entry.answers.some((answer) => answer === nth || answer === label),
  );

/** `release/conversation/answer` of every accepted answer that some recording needed. */
const needed = new Set<string>();

describe.each(releases)("release %s", (release) => {
  const recorded = recordedAnswers(release);
  test.each(Object.keys(recorded) as Conversation[])("answers a %s as the real one did", async (conversation) => {
    const answers = recorded[conversation]!;
    const model = await simulatedAnswers(release, conversation);
    expect(model).toHaveLength(answers.length);
    const open = differencesOf(answers, model).filter((difference) => {
      const entries = acceptedBy(release, conversation, difference);
      for (const { answers: accepted } of entries)
        for (const answer of accepted)
          if (answer === difference.nth || answer === difference.label)
            needed.add(`${release}/${conversation}/${answer}`);
      return entries.length === 0;
    });
    expect(open).toEqual([]);
  });
});

test("every accepted difference is needed, and says why", () => {
  const unused = acceptedDifferences.flatMap(({ conversation, releases: given, answers }) =>
    given.flatMap((release) =>
      answers.map((answer) => `${release}/${conversation}/${answer}`).filter((name) => !needed.has(name)),
    ),
  );
  expect(unused).toEqual([]);
  for (const { reason, source } of acceptedDifferences) {
    expect(reason).toMatch(/^[A-Z].{30,}\.$/);
    expect(source).toMatch(/^(KAFKA-\d+|KIP-\d+|[A-Z]\w+\.\w+|recording)$/);
  }
});

test("one changed field of one answer is seen", async () => {
  const recorded = recordedAnswers("4.4.0").leader!;
  const model = await simulatedAnswers("4.4.0", "leader");
  const spoiled = recorded.map(([label, answer], nth): Answer => [label, nth === 3 ? { err: 1 } : answer]);
  expect(differencesOf(spoiled, model).length).toBe(differencesOf(recorded, model).length + 1);
});
