/** Random conversations with a real broker and with the model: counted, and shrunk where their answers differ. */
import fc from "fast-check";
import { type Difference, differencesOf } from "../comparison.ts";
import { type Answer, answersOf, type Say } from "../conversations/answer.ts";

export interface RandomTrial<Script> {
  readonly scripts: fc.Arbitrary<Script>;
  /** `name`: one that no conversation had before. */
  readonly real: (name: string, script: Script, say: Say) => Promise<void>;
  readonly model: (name: string, script: Script, say: Say) => Promise<void>;
  /** Since it was asked last, this machine was so busy that what was answered says nothing: it is asked again. */
  readonly wasLate?: () => boolean;
  /** Of a known difference: the conversation ends there, as the two sides are no longer in one state. */
  readonly isAccepted?: (difference: Difference) => boolean;
}

export interface FailedConversation<Script> {
  readonly seed: number;
  readonly script: Script;
  readonly difference: Difference;
}

export interface RandomOutcome<Script> {
  readonly conversations: number;
  readonly answers: number;
  /** Of them, those before the first that differs in their conversation count as well. */
  readonly agreeing: number;
  /** Conversations that ended at an accepted difference; what would have come then is not counted. */
  readonly accepted: number;
  readonly failed: readonly FailedConversation<Script>[];
}

/** Conversations that differ are shrunk for so long, and no more than so many. */
const shrinkMs = 60_000;
const shrunkAtMost = 3;
const heldAtMost = 5;

/** Conversation `i` is drawn from seed `seed + i` alone. */
export async function runRandom<Script>(
  { scripts, real, model, wasLate = () => false, isAccepted = () => false }: RandomTrial<Script>,
  { seed, runs }: { readonly seed: number; readonly runs: number },
  progress: (done: number) => void,
): Promise<RandomOutcome<Script>> {
  let plays = 0;
  const both = async (script: Script): Promise<readonly [readonly Answer[], readonly Answer[]]> => {
    for (let held = 1; ; held++) {
      const name = `r${process.pid}x${++plays}`;
      wasLate();
      const theirs = await answersOf((say) => real(name, script, say));
      if (!wasLate()) return [theirs, await answersOf((say) => model(name, script, say))];
      if (held === heldAtMost) throw new Error("this machine is too busy for brokers that must be heard of in time");
    }
  };
  const firstDifference = async (script: Script): Promise<Difference | undefined> =>
    differencesOf(...(await both(script))).filter((difference, nth) => nth === 0 && !isAccepted(difference))[0];
  let [answers, agreeing, accepted] = [0, 0, 0];
  const failed: FailedConversation<Script>[] = [];
  for (let run = 0; run < runs; run++) {
    const own = seed + run;
    const [script] = fc.sample(scripts, { seed: own, numRuns: 1 });
    const [theirs, ours] = await both(script!);
    const [difference] = differencesOf(theirs, ours);
    progress(run + 1);
    if (difference !== undefined && isAccepted(difference)) {
      accepted++;
      answers += difference.nth;
      agreeing += difference.nth;
      continue;
    }
    answers += theirs.length;
    agreeing += difference?.nth ?? theirs.length;
    if (difference !== undefined) {
      const found = { seed: own, script: script!, difference };
      failed.push(failed.length < shrunkAtMost ? await shrunk(scripts, found, firstDifference) : found);
    }
  }
  return { conversations: runs, answers, agreeing, accepted, failed };
}

async function shrunk<Script>(
  scripts: fc.Arbitrary<Script>,
  found: FailedConversation<Script>,
  firstDifference: (script: Script) => Promise<Difference | undefined>,
): Promise<FailedConversation<Script>> {
  let smallest = found;
  const property = fc.asyncProperty(scripts, async (script) => {
    const difference = await firstDifference(script);
    if (difference !== undefined) smallest = { ...found, script, difference };
    return difference === undefined;
  });
  await fc.check(property, { seed: found.seed, numRuns: 1, interruptAfterTimeLimit: shrinkMs });
  return smallest;
}
