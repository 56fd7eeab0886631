/** The model answers as brokers of seven releases did, field by field, or the difference is accepted with a reason. */
import { describe, expect, test } from "vitest";
import { acceptedDifferences, differencesBySource } from "../../fidelity/accepted.ts";
import { acceptedBy, differencesOf } from "../../fidelity/comparison.ts";
import type { Answer } from "../../fidelity/conversations/answer.ts";
import { recordedAnswers, simulatedAnswers } from "../../fidelity/recordings.ts";
import { type Conversation, releases } from "../../fidelity/releases.ts";

/** `release/conversation/answer` of every accepted answer that some recording needed. */
const needed = new Set<string>();

describe.each(releases)("release %s", (release) => {
  const recorded = recordedAnswers(release);
  test.each(Object.keys(recorded) as Conversation[])("answers a %s as the real one did", async (conversation) => {
    const answers = recorded[conversation]!;
    const model = await simulatedAnswers(release, conversation);
    const open = differencesOf(answers, model).filter((difference) => {
      const accepted = acceptedBy(release, conversation, difference);
      for (const answer of accepted) needed.add(`${release}/${conversation}/${answer}`);
      return accepted.length === 0;
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
  for (const { reason, source } of [...acceptedDifferences, ...differencesBySource]) {
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
