/** The words of facts, made at the last moment: nothing reads them but people. */
import { errorName } from "../../kafka/errors.ts";
import type { PartitionRegistration } from "../../kafka/metadata/records.ts";
import type { ElectionKind } from "../../kafka/observer.ts";
import type { Fact, FactKind, FactOf } from "../facts/fact.ts";
import { faultText, healText } from "./fault-text.ts";
import { groupWords } from "./group-words.ts";
import { fewOf, listed, listedNodes, whoIs } from "./names.ts";
import { does, type Place, type Predicate, type Words } from "./predicate.ts";

/** The sentence, without the time. `names`: of the fact's partition, or of all to which the same happened. */
export function factText(fact: Fact, names: readonly string[]): string {
  const word = words[fact.kind] as (fact: Fact, place: Place) => Words;
  const says = word(fact, { name: fewOf(names), isSeveral: names.length > 1 });
  const text =
    typeof says === "string" ? says : `${listedNodes(fact.nodes)} ${fact.nodes.length > 1 ? says.many : says.one}`;
  if (fact.repeated === undefined) return text;
  return `${text} (${fact.repeated.times} times until ${seconds(fact.repeated.untilMicros)})`;
}

const words: { readonly [Kind in FactKind]: (fact: FactOf<Kind>, place: Place) => Words } = {
  ...groupWords,
  open: (_, { name }) => does("make", `a replica of ${name}`),
  reopen: (fact, { name, isSeveral }) => {
    if (isSeveral) return does("start", `again with its logs of ${name}`);
    const held = fact.from === fact.to ? `an empty log of ${name}` : `${name} up to offset ${fact.to}`;
    return does(
      "start",
      `again with ${held} (${fact.unclean ? "unclean stop, " : ""}high watermark ${fact.highWatermark})`,
    );
  },
  append: (fact, { name }) => does("append", `${offsets(name, fact)}${named(fact.named)} in epoch ${fact.epoch}`),
  copy: (fact, { name }) => does("copy", offsets(name, fact)),
  truncate: (fact, { name }) => does("truncate", `${name} to offset ${fact.from}, following epoch ${fact.epoch}`),
  "restart-log": (fact, { name }) => does("drop", `its log of ${name} and starts anew at offset ${fact.to}`),
  "delete-replica": (_, { name }) => does("delete", `its replica of ${name}`),
  "delete-records": (fact, { name }) => does("delete", `${name} below offset ${fact.to} (${fact.reason})`),
  compact: (_, { name }) => does("compact", name),
  "disk-offline": ({ disk }) => does("take", `log directory ${disk} offline: its disk takes no more writes`),

  lead: (fact, { name }) => does("lead", `${name} in epoch ${fact.epoch} from offset ${fact.from}`),
  follow: ({ leader, epoch }, { name }) =>
    does("follow", `${leader < 0 ? "nobody" : whoIs(leader)} for ${name} in epoch ${epoch}`),
  fetch: ({ leader, to }, { name }) =>
    does("fetch", `${name} from offset ${to}, so ${whoIs(leader)} knows that it holds all below`),
  "refuse-fetch": ({ reader, errorCode }, { name }) =>
    does("answer", `${errorName(errorCode)} to the fetch of ${name} by ${reader < 0 ? "a consumer" : whoIs(reader)}`),
  diverge: (fact, { name }) =>
    does("learn", `from the leader that epoch ${fact.epoch} of ${name} ended at offset ${fact.from}`),
  late: ({ epoch }, { name }) =>
    does("get", `a late answer to what it asked for ${name} in epoch ${epoch}: its log diverges`),
  "give-up": ({ errorCode }, { name }) =>
    does("give", `${name} up until its next leader epoch: ${errorName(errorCode)}`),
  advance: (fact, { name }) => does("advance", `the high watermark of ${name} to ${fact.from}`),
  "learn-mark": (fact, { name }) => does("learn", `the high watermark of ${name} to ${fact.from}`),
  ack: (fact, { name }) =>
    does(
      "acknowledge",
      `${offsets(name, fact)}${fact.duplicate ? " as a duplicate" : ""} (acks=${fact.acks === -1 ? "all" : fact.acks})`,
    ),
  refuse: ({ errorCode }, { name }) => does("answer", `${errorName(errorCode)} for ${name}`),
  propose: ({ isr, epoch }, { name }) => does("propose", `ISR ${listedNodes(isr)} for ${name} in epoch ${epoch}`),
  "refuse-isr": ({ nodes, errorCode, cause }, { name }) => {
    const what = cause?.kind === "propose" ? ` of ISR ${listedNodes(cause.isr)}` : "";
    return `the controller answers ${errorName(errorCode)} to the proposal${what} for ${name} by ${listedNodes(nodes)}`;
  },
  apply: (fact) => does("apply", `the metadata log up to offset ${fact.from}`),

  topic: ({ name }) => `topic ${name} is created`,
  "delete-topic": ({ name }) => `topic ${name} is deleted`,
  config: ({ topic, key, value }) => `${topic} now has ${key}=${value ?? "(default)"}`,
  create: ({ leader, isr }, place) => `${be(place)} created with leader ${whoIs(leader)}, ISR ${listedNodes(isr)}`,
  elect: ({ epoch, election, isr }, { name }) =>
    does("be", `elected leader of ${name} in epoch ${epoch}${manner[election]}, ISR ${listedNodes(isr)}`),
  leaderless: (fact, place) => `${place.name} ${place.isSeveral ? "have" : "has"} no leader${hope(fact, place)}`,
  isr: ({ isr }, { name, isSeveral }) =>
    `the ${isSeveral ? "ISRs" : "ISR"} of ${name} ${isSeveral ? "become" : "becomes"} ${isr.length === 0 ? "empty" : listedNodes(isr)}`,
  change: ({ registration }, { name }) => change(registration, name),
  fence: (fact) => `the controller fences ${listedNodes(fact.nodes)}${fact.nodes.length > 1 ? "" : silence(fact)}`,
  unfence: ({ nodes }) => `the controller unfences ${listedNodes(nodes)}`,
  join: (fact) => registers(fact),
  register: (fact) => registers(fact),
  stopping: () => does("be", "in controlled shutdown"),

  call: ({ records, key }) => does("call", `send(record ${records[0]}${key === null ? ", no key" : `, key ${key}`})`),
  assign: ({ records }, { name }) => does("put", `record ${records[0]} into the batch of ${name}`),
  send: (fact, { name }) => {
    const { records, broker, attempt } = fact;
    const what = records.length === 1 ? `record ${records[0]}` : `${records.length} records${named(fact.named)}`;
    return does(
      "send",
      `${what} for ${name} to ${whoIs(broker)}${attempt > 0 ? ` again (attempt ${attempt + 1})` : ""}`,
    );
  },
  bump: ({ epoch }) => does("bump", `its producer epoch to ${epoch}`),
  complete: ({ records, outcome, errorCode, from }, { name }) => {
    const end =
      outcome === "ok"
        ? `as written${from < 0 ? "" : ` at ${name}@${from}`}`
        : `with ${errorName(errorCode)}${outcome === "info" ? ", not knowing whether it was written" : ""}`;
    return does("complete", `record ${records[0]} ${end}`);
  },
  read: (fact, { name }) => does("read", `${offsets(name, fact)} from ${whoIs(fact.broker)}`),
  "truncation-seen": ({ from, to }, { name }) =>
    does("learn", `at position ${to} that ${name} was truncated to offset ${from}`),
  refresh: () => does("refresh", "its metadata"),
  position: ({ from, reason }, { name }) =>
    reason === "seek"
      ? does("seek", `to offset ${from} in ${name}`)
      : does("find", `its position in ${name} gone: reset to offset ${from} (auto.offset.reset)`),

  down: ({ reason, again }) => {
    const more = again === true ? " again" : "";
    if (reason === "power-loss") return does("lose", `power${more}`);
    return reason === "exit" ? does("shut", `down${more}`) : does("crash", more.trimStart());
  },
  up: () => does("start", "again"),
  pause: () => does("stop", "answering (paused)"),
  resume: () => does("go", "on"),
  tear: (fact, { name }) => {
    const what = fact.from < 0 ? `the end of ${name}` : offsets(name, fact);
    const were = fact.to > fact.from + 1 ? "were" : "was";
    const power = fact.withPower ? `power${fact.again === true ? " again" : ""}, and with it ` : "";
    return does("lose", `${power}${what}, which ${were} not flushed yet`);
  },
  wipe: () => does("get", "an empty disk in place of its own"),
  fault: ({ fault }) => faultText(fault),
  heal: ({ fault }) => healText(fault) ?? `${faultText(fault)} no more`,

  state: (fact, { name }) => standing(fact, name),
  absent: (fact, { name }) => does("have", `not fetched ${name}@${fact.from}`),
  lag: ({ from, to, leader, epoch, start, end, sinceMicros }, { name }) => {
    if (from >= 0)
      return does(
        "have",
        `fetched ${name} up to offset ${from}, and nothing since ${seconds(sinceMicros)}; the log of ${whoIs(leader)} ends at ${end}`,
      );
    const log = `that of ${whoIs(leader)} ${to < start ? `starts at ${start}` : `ends at ${end}`}`;
    return does("have", `fetched nothing of ${name} in epoch ${epoch}: its log ends at ${to}, ${log}`);
  },
  unproposed: ({ nodes, leader, sinceMicros }, { name }) =>
    `${whoIs(leader)} has not proposed an ISR with ${listedNodes(nodes)} for ${name}, level since ${seconds(sinceMicros)}`,
  candidate: ({ isEligible, is, sinceMicros }) => {
    const office = is === "unfenced" ? ", but is not elected" : "";
    return does("be", `${isEligible ? "eligible" : "in the ISR"} and ${is} since ${seconds(sinceMicros)}${office}`);
  },
  "no-office": ({ epoch }, { name }) => does("have", `not begun to lead ${name} in epoch ${epoch}`),
  unanswered: ({ records, broker }) =>
    broker < 0
      ? does("have", `not sent record ${records[0]} to anybody`)
      : `${whoIs(broker)} has not answered the last attempt to send record ${records[0]}`,
  busy: ({ node, input, times }) => `${node} handles ${input} ${times} times in one second`,
};

const manner: Readonly<Record<ElectionKind, string>> = {
  none: "",
  leaderless: "",
  clean: "",
  eligible: " from the eligible leader replicas",
  "last-known": " as the last known leader",
  unclean: " uncleanly, from outside the ISR",
  preferred: " as the preferred leader",
};

function hope({ isr, eligible }: FactOf<"leaderless">, { isSeveral }: Place): string {
  const its = isSeveral ? "their" : "its";
  if (isr.length > 0) return `: ${its} ISR, ${listedNodes(isr)}, is gone`;
  if (eligible.length > 0) return `: ${its} ISR is empty; eligible when back: ${listedNodes(eligible)}`;
  return `: nobody is left in ${its} ISR or among the eligible leader replicas`;
}

/** What keeps the controller from hearing a broker, or kept it and left it unheard of. */
function silence({ event, cause }: FactOf<"fence">): string {
  if (cause === null) return "";
  const since = `since ${seconds(cause.atMicros)}`;
  if (cause.kind === "stopping") return ", in controlled shutdown";
  if (cause.endsAt < event) return `, not heard of ${since}`;
  if (cause.kind === "down") return `, down ${since}`;
  if (cause.kind === "pause") return `, paused ${since}`;
  const isLost = cause.kind === "fault" && cause.fault.kind === "session-loss";
  return isLost ? `, whose heartbeats get lost ${since}` : `, cut off ${since}`;
}

const registers = ({ brokerEpoch, unclean }: FactOf<"join" | "register">): Predicate =>
  does("register", `with broker epoch ${brokerEpoch}${unclean ? " after an unclean stop" : ""}`);

function standing({ registration, down }: FactOf<"state">, name: string): string {
  if (registration === null) return `nobody knows ${name}`;
  const { leader, leaderEpoch, isr } = registration;
  const office = down.includes(leader) ? "is still the leader of" : "leads";
  const who = leader < 0 ? `${name} has no leader` : `${whoIs(leader)} ${office} ${name} in epoch ${leaderEpoch}`;
  const absent = down.length === 0 ? "" : `; ${listedNodes(down)} ${down.length > 1 ? "are" : "is"} down`;
  return `${who}, ISR ${isr.length === 0 ? "empty" : listedNodes(isr)}${moving(registration)}${absent}`;
}

/** What a change of neither leader nor ISR leaves. */
function change(registration: PartitionRegistration | null, name: string): string {
  if (moving(registration) !== "") return `${name} is reassigned${moving(registration)}`;
  const { isr = [], eligibleLeaderReplicas: eligible = [], partitionEpoch = -1 } = registration ?? {};
  if (isr.length > 0) return `${name} is at partition epoch ${partitionEpoch}`;
  if (eligible.length === 0) return `${name} has no eligible leader replica left`;
  return `the eligible leader replicas of ${name} are now ${listedNodes(eligible)}`;
}

/** A reassignment that is under way. */
function moving(registration: PartitionRegistration | null): string {
  const { addingReplicas: adding = [], removingReplicas: removing = [] } = registration ?? {};
  const to = adding.length > 0 ? `, adding ${listedNodes(adding)}` : "";
  return `${to}${removing.length > 0 ? `, removing ${listedNodes(removing)}` : ""}`;
}

const be = ({ name, isSeveral }: Place): string => `${name} ${isSeveral ? "are" : "is"}`;

/** `orders-0@5`, or `orders-0@5..7`. */
const offsets = (name: string, { from, to }: { readonly from: number; readonly to: number }): string =>
  `${name}@${from}${to > from + 1 ? `..${to - 1}` : ""}`;

const named = (records: readonly number[] = []): string =>
  records.length === 0 ? "" : ` (${listed(records.map((record) => `record ${record}`))})`;

export const seconds = (atMicros: number): string => `${(atMicros / 1_000_000).toFixed(3)}s`;
