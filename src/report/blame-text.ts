/** What one setting would have changed, one line a setting: summed over profiles, with the profiles in brackets. */
import pc from "picocolors";
import { judgedGuarantees } from "../campaign/judgement.ts";
import type { GuaranteeName } from "../check/check.ts";
import type { BlameResult } from "../study/counterfactual/blame.ts";
import {
  type BeforeAndAfter,
  type Blame,
  helps,
  pValue,
  sumOf,
  type Tally,
} from "../study/counterfactual/blame-tally.ts";

/** `names`: of the configurations, by index. */
export function blameText({ blames, reruns, budget }: BlameResult, names: readonly string[]): readonly string[] {
  if (blames.length === 0) return [];
  const head = `What one setting would have changed: the same scenarios and faults, ${reruns} re-runs of at most ${budget}`;
  return [
    pc.bold(head),
    ...names.flatMap((name, index) => {
      const own = blames.filter((blame) => blame.configuration === index);
      return judgedGuarantees.flatMap((guarantee) => {
        const some = own.filter((blame) => blame.guarantee === guarantee);
        return some.length === 0 ? [] : [`${name}, ${guarantee}:`, ...linesOf(some)];
      });
    }),
  ];
}

/** Of each guarantee that was broken the change that keeps most for what it costs, in one sentence; none where nothing helps. */
export function bestChanges({ blames }: BlameResult, configuration: number): ReadonlyMap<GuaranteeName, string> {
  const best = new Map<GuaranteeName, string>();
  for (const guarantee of judgedGuarantees) {
    const own = blames.filter((blame) => blame.configuration === configuration && blame.guarantee === guarantee);
    const all = byChangeOf(own);
    const [helpful] = helpfulOf(all);
    // Copies are what to begin with, though a few re-runs may not show it beyond doubt.
    const first = all.find(({ some, sum }) => some[0]!.change.isFirst === true && sum.kept > 0) ?? helpful;
    if (first !== undefined) best.set(guarantee, shortLineOf(first.some));
  }
  return best;
}

function shortLineOf(blames: readonly Blame[]): string {
  const sum = sumOf(blames);
  const { before, after } = sum.unavailable;
  const seconds = (all: number): string => (all / triedOf(sum)).toFixed(0);
  const price = `unavailable ${seconds(after)} s a run instead of ${seconds(before)} s`;
  const { name, note } = blames[0]!.change;
  const what = note === null || note.length > shortNote ? pc.green(name) : `${pc.green(name)} (${note})`;
  return `${what} keeps ${sum.kept} of ${sum.broken}, chance alone ${sum.chance.kept}; ${price}`;
}

/** What fits beside a change. */
const shortNote = 40;

interface ByChange {
  readonly some: readonly Blame[];
  readonly sum: Tally;
}

function byChangeOf(blames: readonly Blame[]): readonly ByChange[] {
  const byChange = new Map<string, Blame[]>();
  for (const blame of blames) byChange.set(blame.change.name, [...(byChange.get(blame.change.name) ?? []), blame]);
  return [...byChange.values()].map((some) => ({ some, sum: sumOf(some) }));
}

/** What an expert would say first comes first: copies, then whatever keeps most. */
const helpfulOf = (all: readonly ByChange[]): readonly ByChange[] =>
  all.filter(({ some, sum }) => some.some(helps) || helps(sum)).sort((a, b) => rankOf(b) - rankOf(a));

const rankOf = ({ some, sum }: ByChange): number => (some[0]!.change.isFirst === true ? 1e6 : 0) + rank(sum);

function linesOf(blames: readonly Blame[]): readonly string[] {
  const all = byChangeOf(blames);
  const helpful = helpfulOf(all);
  const others = all.filter((one) => !helpful.includes(one) && one.sum.broken > 0);
  // Changes are tried on the profiles on which they can matter: the widest one stands for chance.
  const { sum: chance } = all.reduce((most, one) => (triedOf(one.sum) > triedOf(most.sum) ? one : most));
  return [
    ...helpful.map(({ some }) => `  ${lineOf(some)}`),
    ...(others.length === 0
      ? []
      : [pc.dim(`  not shown to be more than chance: ${others.map(({ some }) => shortOf(some)).join(", ")}`)]),
    pc.dim(`  ${controlText(chance)}`),
  ];
}

function controlText({ chance, broken, good }: Tally): string {
  const now = `${chance.newlyBroken} of ${good} passing runs now ${chance.newlyBroken === 1 ? "fails" : "fail"}`;
  return `control (same settings, new delays): ${chance.kept} of ${broken} pass; ${now}`;
}

const triedOf = ({ broken, good }: Tally): number => broken + good;

const rank = ({ kept, newlyBroken }: { readonly kept: number; readonly newlyBroken: number }): number =>
  kept - newlyBroken;

function lineOf(blames: readonly Blame[]): string {
  const sum = sumOf(blames);
  const { name, note } = blames[0]!.change;
  const tried = triedOf(sum);
  return [
    `${pc.green(name)}${note === null ? "" : ` (${note})`} would have kept ${sum.kept} of ${sum.broken}`,
    `${profilesText(blames)}, ${sum.newlyBroken} of ${sum.good} others newly broken; `,
    sum.promised > 0
      ? `it is promised then in ${sum.promised} of ${tried} runs`
      : `p ${pText(pValue(sum))} against chance`,
    `; per run ${priceText("unavailable", sum.unavailable, tried)}, ${priceText("producers waiting", sum.stalled, tried)}`,
  ].join("");
}

const shortOf = (blames: readonly Blame[]): string => {
  const sum = sumOf(blames);
  const { kept, broken, chance } = sum;
  return `${blames[0]!.change.name} (kept ${kept} of ${broken}, chance ${chance.kept}; p ${pText(pValue(sum))})`;
};

/** ` (process-crash 2 of 2, power-loss 20 of 23)`; of one profile, its name. */
function profilesText(blames: readonly Blame[]): string {
  const [first, ...more] = blames;
  if (more.length === 0) return ` (${first!.profile})`;
  return ` (${blames.map(({ profile, kept, broken }) => `${profile} ${kept} of ${broken}`).join(", ")})`;
}

/** `unavailable 41.2 s instead of 39.0 s`. */
const priceText = (what: string, { before, after }: BeforeAndAfter, runs: number): string =>
  `${what} ${(after / runs).toFixed(1)} s instead of ${(before / runs).toFixed(1)} s`;

const pText = (p: number): string => (p < 0.0001 ? "< 0.0001" : p.toPrecision(2));
