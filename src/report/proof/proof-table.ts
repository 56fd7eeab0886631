/** Proofs as a table, one row a question; and a single one in full, with the story of what went wrong. */
import pc from "picocolors";
import { saidOnce, table } from "../layout.ts";
import { breachText, differences, grouped, type ProofEntry, scopeText } from "./proof-report.ts";

export const proofTable = (entries: readonly ProofEntry[]): string =>
  table(
    ["model", "rules", "scope", "states", "transitions", "depth", "verdict", "time"],
    saidOnce(
      entries.map((entry) => [
        entry.model,
        entry.rules,
        scopeText(entry.scope),
        grouped(entry.states),
        grouped(entry.transitions),
        String(entry.depth),
        verdictCell(entry),
        `${entry.wallSeconds.toFixed(1)} s`,
      ]),
    ),
  );

/** `held`, "violates `strong-isr` (7 steps)"; red if something else is claimed. */
function verdictCell(entry: ProofEntry): string {
  const { counterexample, complete } = entry;
  const found =
    counterexample === null
      ? `held${complete ? (entry.recovery ? ", recovers" : "") : " as far as it went"}`
      : `violates ${breachText(counterexample)}`;
  return differences(entry).length === 0 ? pc.green(found) : pc.red(found);
}

/** One question in full. */
export function proofText(entry: ProofEntry): string {
  return [
    `${entry.model} under ${entry.rules}: ${scopeText(entry.scope)}`,
    ...(entry.counterexample === null ? [] : [pc.bold("Story"), ...entry.counterexample.story]),
    effort(entry),
    verdictLine(entry),
  ].join("\n");
}

const fewStates = 50_000;

function effort({ states, transitions, depth, walks, wallSeconds, bytesPerState }: ProofEntry): string {
  const rate = `${grouped(Math.round(transitions / Math.max(wallSeconds, 0.001)))} transitions/s`;
  const time = `${wallSeconds.toFixed(1)} s`;
  if (walks !== null) return `${grouped(walks)} walks, ${grouped(transitions)} steps, ${time}`;
  const effort = `${grouped(states)} states, ${grouped(transitions)} transitions, depth ${depth}, ${time}`;
  // Of a small search both say more of the tables' first size, and of the start, than of a state.
  return states < fewStates ? effort : `${effort}, ${rate}, ${bytesPerState.toFixed(0)} bytes a state`;
}

function verdictLine({
  counterexample,
  complete,
  walks,
  depth,
  recovery,
  collisionBound,
  endedBy,
}: ProofEntry): string {
  if (counterexample !== null) {
    const shortest = walks === null ? "no shorter way leads to a wrong state" : "a walk, shortened";
    return pc.red(`violated: ${counterexample.check}, in ${counterexample.steps} steps (${shortest})`);
  }
  if (complete) {
    const whole = recovery ? ", and from each of them everything can come right again" : "";
    const but = `that two of the states were taken for one has a probability below ${collisionBound}`;
    return `${pc.green(`held: in every state within this scope${whole}; nothing is said beyond it`)}\n(${but})`;
  }
  if (walks !== null) return pc.yellow("held on every walk; walks prove nothing of what they did not meet");
  // The last level is whole only if it was to be the last.
  const covered = endedBy === "depth" ? depth : depth - 1;
  return pc.yellow(
    `held in every state that was met; --${endedBy} ended the search before the scope did: what lies within ${covered} steps was covered, nothing is proved beyond that`,
  );
}
