/**
 * A trial: the observer that a run reports to, and the verdicts that come of it.
 *
 * Order of every call: the ghost is brought up to date, then statistics, marks and checks are told (only `endMarks` looks
 * at a process before the ghost has noted its end). With `checks: "none"`
 * nobody listens at all, which is what the cost of checking is measured against.
 */
import type { NodeId } from "../core/ids.ts";
import { invariant } from "../core/invariant.ts";
import { observerOf } from "../core/observer.ts";
import { type Excused, excusedBy } from "./anomaly.ts";
import { checks } from "./catalogue.ts";
import type { Violation } from "./check.ts";
import { countFates } from "./fates.ts";
import type { FinalState } from "./final-state.ts";
import { clientFacts } from "./ghost/client-facts.ts";
import { controllerFacts } from "./ghost/controller-facts.ts";
import { factTable } from "./ghost/facts.ts";
import { type Ghost, newGhost } from "./ghost/ghost.ts";
import { logFacts } from "./ghost/log-facts.ts";
import { replicaFacts } from "./ghost/replica-facts.ts";
import { wireFacts } from "./ghost/wire-facts.ts";
import { worldFacts } from "./ghost/world-facts.ts";
import { type Promises, promise } from "./guarantees.ts";
import { markNames, newMarks } from "./marks.ts";
import type { Check, Monitor } from "./monitor.ts";
import { type TrialObserver, trialObservations } from "./observer.ts";
import { occasions } from "./occasions.ts";
import { judgedTerms, producerTermsOf, type TopicTerms, type TrialOptions } from "./options.ts";
import { markWatchers } from "./sometimes/watchers.ts";
import { endMarks } from "./sometimes/world-marks.ts";
import type { Statistics } from "./statistics.ts";
import { tallies } from "./tallies.ts";
import type { Tested } from "./tested.ts";
import { unavailability } from "./unavailability.ts";
import { writeStalls } from "./write-stalls.ts";

export interface Trial extends TrialObserver {
  /** Before the calls of one event. `index` counts events from 0 or 1, `atMicros` is virtual time, `node` steps. */
  beginEvent(index: number, atMicros: number, node?: NodeId): void;
  /** After them: invariants over what the event touched. */
  endEvent(): void;
  /** All but some brokers are healed and had their time: what they can do without them is owed. */
  judgeCore(state: FinalState): void;
  /** The faults are over: from here on progress is owed. */
  enterCalm(): void;
  /** What is sent from now on are probes: judged as all, but not counted. */
  enterProbe(): void;
  /** Sends that have not completed, of clients that live: a run is not done before it is 0. */
  pendingSends(): number;
  /** The last comparisons. Call once. */
  finish(final: FinalState): TrialResult;
}

export interface TrialResult {
  /** The first of each fingerprint (those promised against apart), in the order in which they were found. */
  readonly violations: readonly Violation[];
  /** How often each fingerprint was seen. */
  readonly counts: Readonly<Record<string, number>>;
  /** For each guarantee: did this run lie inside what the configuration promises? */
  readonly promised: Promises;
  /** For each guarantee: did this run put it to the test? */
  readonly tested: Readonly<Tested>;
  readonly statistics: Statistics;
  /** Names of the marks met, in the order of the catalogue. */
  readonly marks: readonly string[];
  /** How often each legal anomaly excused something, by name. */
  readonly excused: Excused;
}

/** What begins when the faults are over. */
const phases = (ghost: Ghost): Pick<Trial, "judgeCore" | "enterCalm" | "enterProbe"> => ({
  judgeCore: (state) => {
    invariant(ghost.calmSince < 0 && state.partitions !== undefined, "a core rests before the calm phase begins");
    ghost.verdicts.phase = "core";
    ghost.facts.coreRested(state);
    ghost.verdicts.phase = "chaos";
  },
  enterProbe: () => {
    invariant(ghost.calmSince >= 0, "probes are sent when all has come to rest");
    ghost.probing = true;
  },
  enterCalm: () => {
    invariant(ghost.calmSince < 0, "the calm phase begins once");
    ghost.calmSince = ghost.atMicros;
    ghost.verdicts.phase = "calm";
    ghost.facts.calm();
  },
});

export function createTrial(options: TrialOptions): Trial {
  const monitors: Monitor[] = [];
  const marks = newMarks();
  const ghost = newGhost(options, observerOf(factTable, []));
  if (options.checks !== "none") {
    monitors.push(endMarks(ghost, marks));
    monitors.push(logFacts(ghost), replicaFacts(ghost), controllerFacts(ghost), clientFacts(ghost), worldFacts(ghost));
    monitors.push(wireFacts(ghost), occasions(ghost), tallies(ghost), unavailability(ghost), writeStalls(ghost));
    monitors.push(...markWatchers(ghost, marks));
    for (const check of chosen(options)) monitors.push(check.watch(ghost));
    Object.assign(ghost.facts, observerOf(factTable, monitors));
  }
  let nextTick = 0;
  return {
    ...observerOf(trialObservations, monitors),
    beginEvent: (index, atMicros, node = 0) => {
      invariant(index >= ghost.event && atMicros >= ghost.atMicros, "events come in order");
      ghost.event = index;
      ghost.atMicros = atMicros;
      ghost.steps[node]!++;
      if (atMicros < nextTick) return;
      nextTick = atMicros + 1_000_000;
      ghost.facts.tick();
    },
    endEvent: () => {
      if (ghost.touchedReplicas.count + ghost.touchedPartitions.count > 0) judgeTouched(ghost);
    },
    ...phases(ghost),
    pendingSends: () => {
      let pending = 0;
      for (const client of ghost.clients.values()) if (client.up) pending += client.pending;
      return pending;
    },
    finish: (final) => {
      invariant(ghost.verdicts.phase !== "final", "a trial finishes once");
      judgeTouched(ghost);
      ghost.atMicros = final.atMicros;
      ghost.verdicts.phase = "final";
      ghost.facts.finish(final);
      if (options.checks !== "none") countFates(ghost);
      return resultOf(ghost, markNames(marks));
    },
  };
}

function chosen(options: TrialOptions): readonly Check[] {
  const wanted = options.checks ?? "all";
  if (wanted === "all" || wanted === "none") return checks;
  return checks.filter((check) => wanted.includes(check.card.name));
}

function judgeTouched(ghost: Ghost): void {
  const { touchedReplicas, touchedPartitions, facts } = ghost;
  for (let i = 0; i < touchedReplicas.count; i++) facts.replicaTouched(touchedReplicas.items[i]!);
  for (let i = 0; i < touchedPartitions.count; i++) facts.partitionTouched(touchedPartitions.items[i]!);
  touchedReplicas.count = 0;
  touchedPartitions.count = 0;
}

/** With as many copies as they were made with. */
const termsOfTopicsMadeAnew = (ghost: Ghost): readonly TopicTerms[] =>
  [...ghost.topics.values()]
    .filter((topic) => topic.madeAnew)
    .map(({ terms, partitions }) => ({
      ...terms,
      replicationFactor: partitions[0]?.registration?.replicas.length ?? terms.replicationFactor,
    }));

function resultOf(ghost: Ghost, marks: readonly string[]): TrialResult {
  const { options, verdicts, counts, happened } = ghost;
  const { violations } = verdicts;
  const configuration = {
    eligibleLeaderReplicasEnable: ghost.elr,
    topics: [...options.topics.map((topic) => judgedTerms(options, topic)), ...termsOfTopicsMadeAnew(ghost)],
    producers: options.producers.map((producer) => producerTermsOf(options, producer)),
    ...(options.times === undefined ? {} : { times: options.times }),
    brokers: options.brokers,
    consumers: options.consumers ?? [],
    ...(options.offsetsTopic === undefined ? {} : { offsetsTopic: judgedTerms(options, options.offsetsTopic) }),
  };
  return {
    violations,
    counts: Object.fromEntries(verdicts.counts),
    promised: promise(configuration, happened),
    tested: { ...ghost.tested },
    statistics: { ...counts },
    marks,
    excused: excusedBy(ghost.excuses),
  };
}
