/** `kafka-trial prove`: small models of the same protocol code, searched exhaustively or walked at random. */
import { allChecks } from "../../prove/checks/all.ts";
import { type Claim, claims, scopeOf } from "../../prove/claims.ts";
import { modelNames, models } from "../../prove/models.ts";
import { type Proof, proveBySearch, proveByWalks, type Question } from "../../prove/prove.ts";
import type { Scope } from "../../prove/scope.ts";
import { proofProgress } from "../../report/progress.ts";
import { breachText, differences, type ProofEntry, proofEntry, scopeText } from "../../report/proof/proof-report.ts";
import { proofTable, proofText } from "../../report/proof/proof-table.ts";
import { ruleSetNames, rulesNamed } from "../../scenario/rule-sets.ts";
import { BadUsage } from "../shared/bad-usage.ts";
import { exitCode } from "../shared/exit-code.ts";
import { oneOf } from "../shared/options.ts";
import { print } from "../shared/output.ts";
import type { ProveOptions } from "./syntax.ts";

type SearchOptions = Pick<ProveOptions, "walks" | "depth" | "memory" | "seed" | "json">;

const knownRules = [...ruleSetNames.historical, ...ruleSetNames.defects];

export function proveCommand(name: string | undefined, options: ProveOptions): number {
  if (options.list === true) return list(options.json === true);
  const model = name === undefined ? null : oneOf("model", modelNames)(name);
  if (model !== null && isQuestion(options)) return one(model, options);
  const stray = Object.keys(options).find((key) => key !== "json" && key !== "memory" && key !== "idempotence");
  if (stray !== undefined) throw new BadUsage(`--${dashed(stray)} needs a model: ${modelNames.join(", ")}`);
  const asked = claims.filter((claim) => model === null || claim.model === model);
  return confirmClaims(asked, options);
}

/** Is anything asked beyond what is claimed? */
const isQuestion = ({ json: _json, memory: _memory, idempotence, ...rest }: ProveOptions): boolean =>
  Object.keys(rest).length > 0 || !idempotence;

const dashed = (key: string): string => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function one(model: Question["model"], options: ProveOptions): number {
  const rules = rulesNamed(oneOf("rule set", knownRules)(options.rules ?? "kafka-4"))!;
  const checks = options.check?.map(
    oneOf(
      "check",
      models[model].checks.map((check) => check.name),
    ),
  );
  const question: Question = {
    model,
    rules,
    scope: askedScope(model, options),
    asksRecovery: options.recovery === true,
    ...(checks === undefined ? {} : { checks: allChecks.filter((check) => checks.includes(check.name)) }),
  };
  const entry = answer(question, options, null);
  print(
    options.json,
    () => ({ models: [entry] }),
    () => proofText(entry),
  );
  return entry.verdict === "violated" ? exitCode.violated : exitCode.held;
}

function askedScope(model: Question["model"], options: ProveOptions): Scope {
  const { scope } = models[model];
  const { producer } = scope;
  if (producer === null && (options.inFlight !== undefined || !options.idempotence)) {
    throw new BadUsage(
      `${options.idempotence ? "--in-flight" : "--no-idempotence"} is about a producer; ${model} has none`,
    );
  }
  const asked: Scope = {
    replicas: options.replicas ?? scope.replicas,
    minInsyncReplicas: options.minIsr ?? scope.minInsyncReplicas,
    sessions: options.sessions ?? scope.sessions,
    producer:
      producer === null ? null : { idempotent: options.idempotence, inFlight: options.inFlight ?? producer.inFlight },
    records: options.records ?? scope.records,
    elections: options.elections ?? scope.elections,
    lags: options.lags ?? scope.lags,
    crashes: options.crashes ?? scope.crashes,
    lostDisks: options.lostDisks ?? Math.min(scope.lostDisks, options.crashes ?? scope.crashes),
    fences: options.fences ?? scope.fences,
    disconnects: options.disconnects ?? scope.disconnects,
  };
  if (options.walks !== undefined && options.recovery === true)
    throw new BadUsage("--recovery needs every state: it does not go with --walks");
  if (asked.minInsyncReplicas > asked.replicas)
    throw new BadUsage(`--min-isr is ${asked.minInsyncReplicas}; expected at most the ${asked.replicas} replicas`);
  if (asked.lostDisks > asked.crashes)
    throw new BadUsage(`--lost-disks is ${asked.lostDisks}; expected at most the ${asked.crashes} crashes`);
  return asked;
}

function answer(question: Question, options: SearchOptions, claim: Claim | null): ProofEntry {
  const progress = proofProgress(`${question.model} under ${question.rules.name}`);
  const started = process.hrtime.bigint();
  const proof = proofOf(question, options, progress.update);
  const wallSeconds = Number(process.hrtime.bigint() - started) / 1e9;
  progress.stop();
  return proofEntry(proof, wallSeconds, claim);
}

const defaults = { memory: 4096, searchDepth: 10_000, walkDepth: 60, seed: "kafka-trial" } as const;

function proofOf(question: Question, options: SearchOptions, report: Parameters<typeof proveBySearch>[2]): Proof {
  const { walks, depth, memory = defaults.memory, seed = defaults.seed } = options;
  if (walks !== undefined) return proveByWalks(question, { walks, depth: depth ?? defaults.walkDepth, seed }, report);
  return proveBySearch(question, { maxBytes: memory * 1e6, maxDepth: depth ?? defaults.searchDepth }, report);
}

/** Searches the scope of each claim and compares. */
export function confirmClaims(asked: readonly Claim[], options: SearchOptions): number {
  const entries = asked.map((claim) => {
    const { model, recovery: asksRecovery = false } = claim;
    const question = { model, rules: rulesNamed(claim.rules)!, scope: scopeOf(claim), asksRecovery };
    return answer(question, options, claim);
  });
  const wrong = entries.filter((entry) => differences(entry).length > 0);
  const text = () => [proofTable(entries), ...wrong.map(contrary), closing(entries, wrong)].join("\n");
  print(options.json, () => ({ models: entries }), text);
  return wrong.length === 0 ? exitCode.held : exitCode.violated;
}

const contrary = (entry: ProofEntry): string =>
  `not as claimed: ${entry.model} under ${entry.rules} (${scopeText(entry.scope)}): ${differences(entry).join("; ")}`;

function closing(entries: readonly ProofEntry[], wrong: readonly ProofEntry[]): string {
  const seconds = entries.reduce((sum, entry) => sum + entry.wallSeconds, 0).toFixed(1);
  if (wrong.length > 0) return `${wrong.length} of ${entries.length} not as claimed; ${seconds} s`;
  return `${entries.length} of ${entries.length} as claimed, in ${seconds} s. Held: in every state within the scope, and nothing beyond it.`;
}

function list(isJson: boolean): number {
  const cards = modelNames.map((name) => ({
    ...models[name],
    checks: models[name].checks.map((check) => check.name),
    claims: claims.filter((claim) => claim.model === name),
  }));
  print(
    isJson,
    () => ({ models: cards }),
    () => cards.map(cardText).join("\n").trimEnd(),
  );
  return exitCode.held;
}

const cardText = ({
  name,
  sentence,
  scope,
  checks,
  claims: known,
}: {
  readonly name: string;
  readonly sentence: string;
  readonly scope: Scope;
  readonly checks: readonly string[];
  readonly claims: readonly Claim[];
}): string =>
  [
    `${name}: ${sentence}`,
    `  scope   ${scopeText(scope)}`,
    `  checks  ${checks.join(", ")}`,
    ...known.map(
      (claim) =>
        `  claim   ${claim.rules} ${claimText(claim)}${claim.bounds === undefined ? "" : ` with ${scopeText(scopeOf(claim))}`}`,
    ),
    "",
  ].join("\n");

const claimText = ({ violates, recovery }: Claim): string =>
  violates === undefined
    ? `holds${recovery === true ? ", recovers" : ""}`
    : `violates ${breachText({ check: violates[0], steps: violates[1] })}`;
