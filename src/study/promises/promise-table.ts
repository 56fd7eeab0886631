/** What a configuration promises against which faults, what that rests on, and which one setting would make it more. */

import { promisingOf, type Side } from "../../arbitrary/side.ts";
import { judgedGuarantees } from "../../campaign/judgement.ts";
import { type ProfileName, profiles } from "../../chaos/fault-kinds.ts";
import type { GuaranteeName } from "../../check/check.ts";
import { nothingHappened, promise } from "../../check/guarantees.ts";
import { compareReach, type Reach, reachOf } from "../../check/reach.ts";
import { changesOf } from "../counterfactual/change.ts";
import { propsOf } from "../counterfactual/weaker.ts";

export interface PromiseRow {
  readonly guarantee: GuaranteeName;
  readonly reaches: readonly ProfileReach[];
  /** Settings as they stand, without which it would reach less far somewhere. */
  readonly restsOn: readonly string[];
  /**
   * Changes that would make it stronger, and under which profiles: single ones, and for profiles under which it
   * reaches nowhere and no single one helps, the first pair that does.
   */
  readonly moreWith: readonly More[];
}

export interface ProfileReach extends Reach {
  readonly profile: ProfileName;
}

interface More {
  readonly change: string;
  readonly profiles: readonly ProfileName[];
}

export function promiseTable(side: Side, profileNames: readonly ProfileName[]): readonly PromiseRow[] {
  const props = propsOf(side).map(({ name, without }) => ({ name, ask: asker(without) }));
  const changes = changesOf(side).map(({ name, side: changed }) => ({ name, side: changed, ask: asker(changed) }));
  const pairs = changes.flatMap((first) =>
    changesOf(first.side).map((second) => ({ name: `${first.name} and ${second.name}`, ask: asker(second.side) })),
  );
  const ask = asker(side);
  const promised = promise(promisingOf(side).terms, nothingHappened);
  return judgedGuarantees
    .filter((guarantee) => guarantee in promised)
    .map((guarantee) => {
      const reaches = profileNames.map((profile) => ({ profile, ...ask(guarantee, profile) }));
      const isWorse = (other: Ask): boolean =>
        reaches.some((reach) => compareReach(other(guarantee, reach.profile), reach) === "worse");
      const singles = farther(guarantee, reaches, changes);
      const hopeless = reaches.filter(
        ({ profile, upTo }) => upTo === 0 && !singles.some((more) => more.profiles.includes(profile)),
      );
      return {
        guarantee,
        reaches,
        restsOn: props.filter((prop) => isWorse(prop.ask)).map((prop) => prop.name),
        moreWith: [...singles, ...farther(guarantee, hopeless, pairs).slice(0, 1)],
      };
    });
}

function farther(
  guarantee: GuaranteeName,
  reaches: readonly ProfileReach[],
  changes: readonly { readonly name: string; readonly ask: Ask }[],
): readonly More[] {
  return changes.flatMap(({ name, ask }) => {
    const better = reaches.filter((reach) => compareReach(ask(guarantee, reach.profile), reach) === "better");
    return better.length === 0 ? [] : [{ change: name, profiles: better.map((reach) => reach.profile) }];
  });
}

type Ask = (guarantee: GuaranteeName, profile: ProfileName) => Reach;

function asker(side: Side): Ask {
  const promising = promisingOf(side);
  return (guarantee, profile) => reachOf(guarantee, promising, profiles[profile].kinds);
}
