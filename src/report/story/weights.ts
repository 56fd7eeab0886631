/**
 * How much a fact matters: 0 is never told, 100 always. What moves the record or the leadership weighs most, then who
 * died and came back, then what surrounds it.
 */
import { isController } from "../../core/ids.ts";
import type { Fact, FactKind } from "../facts/fact.ts";
import { type Focus, isAboutRecords, tellsRecordsApart, touches } from "./focus.ts";

interface Weights {
  /** In the story of a violation. */
  readonly story?: number;
  /** In a chronicle of a run. */
  readonly chronicle?: number;
  /** In the story of something that never comes. */
  readonly stall?: number;
  /** Only if it moves or shows a record that the telling follows. */
  readonly ofRecords?: true;
}

const table: Readonly<Partial<Record<FactKind, Weights>>> = {
  append: { story: 100, chronicle: 82, ofRecords: true },
  ack: { story: 98, ofRecords: true },
  absent: { story: 97 },
  tear: { story: 96, ofRecords: true },
  truncate: { story: 94, chronicle: 65, stall: 85 },
  "restart-log": { story: 94, stall: 90 },
  wipe: { story: 85, chronicle: 92, stall: 80 },
  down: { story: 80, chronicle: 90, stall: 70 },
  reopen: { story: 78, chronicle: 69, stall: 60 },
  elect: { story: 74, chronicle: 88 },
  pause: { story: 72, chronicle: 85, stall: 70 },
  fault: { story: 66, chronicle: 85, stall: 93 },
  "disk-offline": { story: 66, chronicle: 85, stall: 92 },
  stopping: { story: 66, chronicle: 85 },
  leaderless: { story: 64, chronicle: 86 },
  config: { story: 60, chronicle: 85 },
  "delete-topic": { story: 60, chronicle: 85 },
  copy: { story: 60, ofRecords: true },
  late: { story: 58, stall: 60 },
  isr: { story: 55, chronicle: 75 },
  bump: { story: 50, chronicle: 80 },
  refuse: { story: 45, chronicle: 72, ofRecords: true, stall: 92 },
  read: { story: 45, chronicle: 80, ofRecords: true },
  "truncation-seen": { story: 45, chronicle: 80 },
  send: { story: 40, chronicle: 40, ofRecords: true, stall: 66 },
  heal: { story: 40, chronicle: 60 },
  resume: { story: 38, chronicle: 60, stall: 40 },
  up: { story: 36, chronicle: 70, stall: 40 },
  "delete-records": { story: 35, chronicle: 64, ofRecords: true },
  compact: { story: 35, ofRecords: true },
  diverge: { story: 30, ofRecords: true, stall: 85 },
  fence: { story: 20, stall: 88 },
  unfence: { story: 8, stall: 45 },
  register: { story: 8, stall: 50 },
  propose: { story: 8, stall: 72 },
  lead: { story: 6, stall: 70 },
  call: { chronicle: 78, ofRecords: true, stall: 90 },
  complete: { chronicle: 74, ofRecords: true },
  position: { chronicle: 80 },
  create: { chronicle: 50 },
  busy: { stall: 99 },
  unanswered: { stall: 99 },
  "no-office": { stall: 99 },
  unproposed: { stall: 99 },
  candidate: { stall: 99 },
  state: { stall: 98 },
  lag: { stall: 99 },
  "delete-replica": { stall: 60 },
  open: { stall: 45 },
  refresh: { stall: 40 },
  assign: { stall: 75 },
  follow: { stall: 50 },
  "give-up": { stall: 97 },
  "refuse-isr": { stall: 95 },
  "refuse-fetch": { stall: 96 },
  "load-groups": { story: 70, chronicle: 78 },
  "join-group": { story: 60, chronicle: 80 },
  "replace-member": { story: 72, chronicle: 84 },
  "leave-group": { story: 76, chronicle: 84 },
  rebalance: { story: 74, chronicle: 82, stall: 80 },
  generation: { story: 70, chronicle: 79 },
  stable: { story: 62, chronicle: 77 },
  own: { story: 78, chronicle: 81 },
  disown: { story: 77, chronicle: 81 },
  process: { story: 92, chronicle: 70, ofRecords: true },
  commit: { story: 66 },
  "start-from": { story: 80 },
};

/** `isFollowed`: does the fact move or show a record that the chronicle follows? */
export function weightInChronicle(fact: Fact, isFollowed: (fact: Fact) => boolean): number {
  const { chronicle = 0, ofRecords } = table[fact.kind] ?? {};
  if (chronicle === 0 || (ofRecords && !isFollowed(fact))) return 0;
  return !ofRecords && fact.nodes.some(isController) ? chronicle / 2 : chronicle;
}

export const weightInStall = (fact: Fact): number => table[fact.kind]?.stall ?? 0;

/** Causes come before a wrong state, and after the append of a record that is lost, or they last until then. */
const beforeAppend = { record: 0.2, state: 0.85 } as const;

/** `appended`: the event of the append that the story begins with. */
export function weightInStory(fact: Fact, focus: Focus, appended: number): number {
  const weight = plainWeight(fact, focus);
  if (fact.kind === "absent" || fact.event >= appended || fact.endsAt > appended) return weight;
  // What comes twice or late was sent before.
  if (fact.kind === "send" && tellsRecordsApart(focus.violation)) return weight;
  return weight * (isAboutRecords(focus) ? beforeAppend.record : beforeAppend.state);
}

function plainWeight(fact: Fact, focus: Focus): number {
  if (!concerns(fact, focus)) return 0;
  const special = specialWeight(fact, focus);
  if (special !== null) return special;
  const { story = 0, ofRecords } = table[fact.kind] ?? {};
  if (ofRecords) return touches(fact, focus) ? story : 0;
  if (fact.nodes.some(isController)) return story / 4;
  return !isRoutine(fact) && fact.nodes.some((node) => focus.nodes.has(node)) ? story + 4 : story;
}

/** What the controller does with whoever is silent or back. */
const isRoutine = ({ kind }: Fact): boolean => kind === "fence" || kind === "unfence";

/** Where it depends on the violation; null: it does not. */
function specialWeight(fact: Fact, focus: Focus): number | null {
  const { guarantee } = focus.violation;
  const isProtocol = guarantee === "protocol";
  switch (fact.kind) {
    case "truncate":
    case "restart-log":
      return truncationWeight(fact, focus);
    case "reopen":
      return reopenWeight(fact, focus);
    case "absent":
      return 97;
    case "read":
    case "truncation-seen":
      return touches(fact, focus) ? (guarantee === "stable-reads" ? 92 : 45) : 0;
    case "send":
      return tellsRecordsApart(focus.violation) && touches(fact, focus) ? 50 : null;
    case "copy":
      return tellsRecordsApart(focus.violation) && touches(fact, focus) ? 20 : null;
    case "complete":
      // What the leader acknowledges is told already; with acks=0 nobody does.
      return guarantee === "no-acked-loss" && fact.from < 0 && touches(fact, focus) ? 98 : 0;
    case "compact":
      // Where it broke a rule, the violation itself says so.
      return isProtocol ? 0 : null;
    case "register":
      return isProtocol && fact.nodes.some((node) => focus.nodes.has(node)) ? 58 : null;
    case "elect":
      return isProtocol ? 83 : null;
    case "isr":
      return isProtocol && bringsNamed(fact, focus) ? 82 : null;
    default:
      return null;
  }
}

/** The protocol erred about a replica that this change lets into the ISR. */
const bringsNamed = ({ registration }: Fact, { nodes }: Focus): boolean =>
  registration?.isr.some((node) => nodes.has(node)) ?? false;

function truncationWeight(fact: Fact, focus: Focus): number {
  if (focus.offset < 0 && focus.records.size === 0) return 50;
  return fact.from <= focus.offset ? 94 : 0;
}

/** A replica that comes back without the record shows its loss; any other is a broker that is back. */
const reopenWeight = (fact: Fact, { offset }: Focus): number => (offset >= 0 && fact.to <= offset ? 78 : 36);

/** Of this partition and its replicas, or of the clients that the violation names. */
function concerns(fact: Fact, focus: Focus): boolean {
  if (fact.topicPartition !== -1 && focus.topicPartition !== -1 && fact.topicPartition !== focus.topicPartition)
    return false;
  if (fact.nodes.length === 0 || focus.topicPartition === -1) return true;
  if (fact.topicPartition !== -1 && !ofClients.has(fact.kind)) return true;
  return fact.nodes.some(
    (node) => focus.replicas.includes(node) || focus.nodes.has(node) || isController(node) || touches(fact, focus),
  );
}

const ofClients = new Set<FactKind>(["send", "read", "truncation-seen", "process", "start-from"]);

/** The facts that weigh most, in their order; of those that weigh least the first goes first. */
export function heaviest<Item>(
  items: readonly Item[],
  weightOf: (item: Item) => number,
  most: number,
): readonly Item[] {
  const kept = [...items];
  while (kept.length > most) {
    let lightest = 0;
    for (let i = 1; i < kept.length; i++) if (weightOf(kept[i]!) < weightOf(kept[lightest]!)) lightest = i;
    kept.splice(lightest, 1);
  }
  return kept;
}
