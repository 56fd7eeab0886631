/** The exhaustive search, on one core: how fast, how much memory a state takes, how long the ladder takes from end to end. */
import { ladder } from "../kafka/rules/ladder.ts";
import { type Claim, claims, scopeOf } from "../prove/claims.ts";
import { type Proof, proveBySearch } from "../prove/prove.ts";
import { rulesNamed } from "../scenario/rule-sets.ts";
import { type BenchRow, row } from "./row.ts";

interface Timed {
  readonly proof: Proof;
  readonly seconds: number;
}

const bounds = { maxBytes: Number.POSITIVE_INFINITY, maxDepth: 10_000 };

function prove(claim: Claim, asksRecovery: boolean): Timed {
  const { model, rules } = claim;
  const started = process.hrtime.bigint();
  const proof = proveBySearch({ model, rules: rulesNamed(rules)!, scope: scopeOf(claim), asksRecovery }, bounds);
  return { proof, seconds: Number(process.hrtime.bigint() - started) / 1e9 };
}

const rate = ({ proof, seconds }: Timed): number => proof.transitions / seconds;

export function benchProve(): BenchRow[] {
  return [...benchSearch(), benchLadder()];
}

/** Today's rules, without the question of recovery; from nothing each time, the tables of local steps included. */
function benchSearch(): readonly BenchRow[] {
  const claim = claims.find(({ model, rules }) => model === "replication" && rules === "kafka-4")!;
  const all = Array.from({ length: 5 }, () => prove(claim, false));
  const best = all.reduce((one, other) => (rate(other) > rate(one) ? other : one));
  const { states, transitions, bytesPerState, cluster } = best.proof;
  const interned = `${(cluster.internedBytes() / 1e6).toFixed(0)} MB of interned values beside them, by estimate`;
  return [
    row(
      "prove",
      rate(best),
      "transitions/s",
      { floor: 150_000, aim: 500_000, atLeast: true },
      `replication under kafka-4: ${states} states, ${transitions} transitions, best of ${all.length}`,
    ),
    row("prove", bytesPerState, "bytes per state", { floor: 100, aim: 40, atLeast: false }, interned),
  ];
}

/** Every rung as it is claimed. */
function benchLadder(): BenchRow {
  const rungs = ladder.map(({ name }) => claims.find(({ model, rules }) => model === "replication" && rules === name)!);
  const timed = rungs.map((claim) => prove(claim, claim.recovery === true));
  const seconds = timed.reduce((sum, one) => sum + one.seconds, 0);
  const detail = timed.map(({ proof, seconds: each }) => `${proof.question.rules.name} ${each.toFixed(1)}`).join(", ");
  return row("prove", seconds, "s for the ladder", { floor: 120, aim: 20, atLeast: false }, detail);
}
