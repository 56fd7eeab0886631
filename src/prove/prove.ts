/** One model under one rule set: searched, or walked, and what came of it. */

import { silentTrial } from "../check/observer.ts";
import { collisionBound } from "../explorer/fingerprint.ts";
import { pathTo, type Step } from "../explorer/path.ts";
import { type SearchResult, search } from "../explorer/search.ts";
import { shorten } from "../explorer/shorten.ts";
import { walk } from "../explorer/walk.ts";
import { overrideRules, type Rules } from "../kafka/rules/rules.ts";
import type { Check } from "./checks/check.ts";
import { ClusterModel } from "./cluster.ts";
import { type ModelName, models } from "./models.ts";
import type { Scope } from "./scope.ts";
import { modelSettings } from "./settings.ts";

export interface Question {
  readonly model: ModelName;
  readonly rules: Rules;
  readonly scope: Scope;
  /** Of the model's checks, those that are asked; default all. */
  readonly checks?: readonly Check[];
  /** Also ask whether everything can come right again, from every state (`recovers`): four more bytes a transition. */
  readonly asksRecovery?: boolean;
  readonly isSymmetric?: boolean;
}

export interface Proof {
  readonly question: Question;
  readonly cluster: ClusterModel;
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  readonly isComplete: boolean;
  /** The limit that ended a search before it had met every state. */
  readonly endedBy: "memory" | "depth" | null;
  /** Walks that were begun; null: it was searched. */
  readonly walks: number | null;
  readonly breach: Breach | null;
  /** What each state that was met takes in the tables of the search; 0 if nothing was kept. */
  readonly bytesPerState: number;
  /** Upper bound of the probability that two of the states were taken for one, and what follows the other not searched. */
  readonly collisionBound: number;
}

/** The way to a wrong state: of a search as short as can be, of a walk shortened. */
interface Breach {
  readonly check: string;
  readonly sentence: string;
  readonly steps: readonly Step[];
}

export interface ProveProgress {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  readonly walks: number;
}

type Report = (progress: ProveProgress) => void;

export function newCluster({ model, rules, scope, checks, isSymmetric }: Question): ClusterModel {
  const world = {
    rules: scaled(rules, scope),
    settings: modelSettings(scope, rules.name),
    observer: silentTrial,
  };
  const asked = checks ?? models[model].checks;
  return new ClusterModel({ scope, world, checks: asked, ...(isSymmetric === undefined ? {} : { isSymmetric }) });
}

/** As many batches are remembered as may be in flight: five in Kafka, fewer here. */
function scaled(rules: Rules, { producer }: Scope): Rules {
  if (producer === null || rules.log.dedupWindow < producer.inFlight) return rules;
  return overrideRules(rules, { name: rules.name, log: { dedupWindow: producer.inFlight } });
}

interface SearchBounds {
  readonly maxBytes: number;
  readonly maxDepth: number;
}

export function proveBySearch(question: Question, bounds: SearchBounds, report: Report = () => {}): Proof {
  const cluster = newCluster(question);
  const limits = { ...bounds, asksRecovery: question.asksRecovery === true };
  const found = search(cluster, limits, (progress) => report({ ...progress, walks: 0 }));
  const { states, transitions, depth, isComplete, endedBy, tableBytes } = found;
  return {
    question,
    cluster,
    states,
    transitions,
    depth,
    isComplete,
    endedBy,
    walks: null,
    breach: breachOf(cluster, found),
    bytesPerState: tableBytes / states,
    collisionBound: collisionBound(states),
  };
}

/** What a search found wrong: a state, or one from which nothing leads where it should. */
function breachOf(cluster: ClusterModel, { wrong, stuck, visited }: SearchResult): Breach | null {
  if (wrong !== null) return breachAt(cluster, pathTo(cluster, visited, wrong.number), wrong.judgement);
  if (stuck < 0) return null;
  return { check: recovers, sentence: stuckSentence, steps: pathTo(cluster, visited, stuck) };
}

/** The check of a whole search: named beside those of single states. */
const recovers = "recovers";
const stuckSentence = "whatever happens next within the scope, the replicas never all come together again";

interface WalkBounds {
  readonly walks: number;
  readonly depth: number;
  readonly seed: string;
}

export function proveByWalks(question: Question, bounds: WalkBounds, report: Report = () => {}): Proof {
  const cluster = newCluster(question);
  const found = walk(cluster, bounds, ({ walks, steps }) =>
    report({ states: 0, transitions: steps, depth: bounds.depth, walks }),
  );
  const { wrong } = found;
  return {
    question,
    cluster,
    states: 0,
    transitions: found.steps,
    depth: found.longest,
    isComplete: false,
    endedBy: null,
    walks: found.walks,
    breach:
      wrong === null ? null : breachAt(cluster, shorten(cluster, wrong.actions, wrong.judgement), wrong.judgement),
    bytesPerState: 0,
    collisionBound: 0,
  };
}

function breachAt(cluster: ClusterModel, steps: readonly Step[], judgement: number): Breach {
  const check = cluster.checks[judgement - 1]!;
  const state = steps.at(-1)?.state ?? cluster.start();
  return { check: check.name, sentence: check.find(cluster.scene(state)) ?? "", steps };
}
