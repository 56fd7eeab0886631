/**
 * First stage: a campaign draws its scenarios once, over the product as it is; each mutant is then tried, in the order of
 * the runs, on those that it changes, until one of them kills it.
 */
import { propertySpace } from "../arbitrary/space.ts";
import { type CampaignResult, type Progress, runCampaign } from "../campaign/campaign.ts";
import { type Stop, unlessStopped } from "../cli/shared/interrupt.ts";
import { kafka4 } from "../kafka/rules/rules.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { defaultStrategy } from "../strategy/names.ts";
import type { Numbered } from "./instrument.ts";
import { openDrawers, tryInThread } from "./threads.ts";
import type { Kill, RecordedRun } from "./trial-of-mutants.ts";

export interface CampaignShape {
  readonly bundle: string;
  readonly seed: string;
  readonly runs: number;
  readonly jobs: number;
}

/** The runs of the campaign in the order of their indexes, and those that fail without any mutant. */
interface Drawn {
  readonly recorded: readonly RecordedRun[];
  readonly faults: CampaignResult["faults"];
}

export async function drawCampaign(
  { bundle, seed, runs, jobs }: CampaignShape,
  onProgress: (progress: Progress) => void,
  stop: Stop,
): Promise<Drawn> {
  const drawers = openDrawers(jobs);
  const recorded: RecordedRun[] = [];
  const rows = [{ configuration: 0, profile: "all", space: propertySpace(kafka4.name) }] as const;
  const plan = { strategy: defaultStrategy, rows, seed, runs, untilMs: null, jobs };
  try {
    const { faults } = await runCampaign(
      plan,
      async (task) => {
        const drawn = await unlessStopped(drawers.draw(bundle, task), stop);
        if (drawn === null) return null;
        recorded.push(...drawn.recorded);
        return drawn.result;
      },
      onProgress,
      stop,
    );
    return { recorded: recorded.sort((a, b) => a.index - b.index), faults };
  } finally {
    await drawers.close();
  }
}

/** What campaigns say of one mutant. */
export interface Tried {
  readonly numbered: Numbered;
  /** In how many of the runs it is executed, and in how many of those it gives another value. */
  readonly executed: number;
  readonly different: number;
  readonly kill: (Kill & { readonly scenario: Scenario }) | null;
}

/** Two lanes and more; what comes back is in the order of the mutants. Those that a stop cut off are missing. */
export async function tryAll(
  mutants: readonly Numbered[],
  { recorded }: Drawn,
  { bundle, jobs }: CampaignShape,
  onTried: (tried: Tried) => void,
  stop: Stop,
): Promise<readonly Tried[]> {
  const all: Tried[] = [];
  const waiting = [...mutants];
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined && !stop.requested; next = waiting.shift()) {
      const tried = await tryOne(next, recorded, bundle, stop);
      if (stop.requested) return;
      all.push(tried);
      onTried(tried);
    }
  };
  await Promise.all(Array.from({ length: jobs }, lane));
  return all.sort((a, b) => a.numbered.id - b.numbered.id);
}

async function tryOne(
  numbered: Numbered,
  recorded: readonly RecordedRun[],
  bundle: string,
  stop: Stop,
): Promise<Tried> {
  const { id, mutant } = numbered;
  // What is evaluated when a module is loaded was so before any run began.
  const executed = mutant.isStatic ? recorded : recorded.filter((one) => one.executed.includes(id));
  const runs = mutant.isStatic ? recorded : recorded.filter((one) => one.different.includes(id));
  const kill = runs.length === 0 ? null : await tryInThread({ bundle, id, runs: runs.map(lean) }, stop.asked);
  return {
    numbered,
    executed: executed.length,
    different: runs.length,
    kill: kill === null ? null : { ...kill, scenario: runs.find(({ index }) => index === kill.index)!.scenario },
  };
}

const lean = ({ index, scenario, rounds }: RecordedRun) => ({ index, scenario, rounds });
