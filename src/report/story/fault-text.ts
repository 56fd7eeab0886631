/** A fault or an operator's action in words. */
import type { AdminAction, Fault, MembershipAction } from "../../chaos/fault.ts";
import { listed } from "./names.ts";

/** How it begins. */
export function faultText(fault: Fault): string {
  switch (fault.kind) {
    case "process-crash":
    case "client-crash":
      return `the process of ${who(fault.node)} is killed`;
    case "power-loss":
      return `${all(fault.nodes)} ${fault.nodes.length > 1 ? "lose" : "loses"} power`;
    case "rack-outage":
      return fault.power ? `rack ${fault.rack} loses power` : `rack ${fault.rack} is cut off from everybody`;
    case "pause":
    case "client-pause":
      return `${who(fault.node)} stops for ${fault.durationMs} ms`;
    case "controlled-shutdown":
      return `${who(fault.node)} is asked to shut down`;
    case "rolling-restart":
      return "the brokers are restarted one after another";
    case "disk-wipe":
      return `${who(fault.node)} gets an empty disk`;
    case "disk-fail":
      return `${aDisk(fault)} fails`;
    case "disk-full":
      return `${aDisk(fault)} is full`;
    case "disk-slow":
      return `${aDisk(fault)} is ${fault.factor} times slower`;
    case "slow-link":
      return `the link between ${who(fault.from)} and ${who(fault.to)} is ${fault.extraMs} ms slower`;
    case "reset":
      return `the connections between ${who(fault.from)} and ${who(fault.to)} are reset`;
    case "clock-jump":
      return `the clock of ${who(fault.node)} jumps by ${fault.jumpMs} ms`;
    case "clock-drift":
      return `the clock of ${who(fault.node)} drifts by ${fault.driftPpm} ppm`;
    case "session-loss":
      return `the heartbeats of ${who(fault.node)} to the controller get lost`;
    case "cut":
    case "isolate":
      return cutText(fault);
    case "admin":
      return `the operator ${adminText(fault.action)}`;
  }
}

/** How it ends; null if that is no news, or seen from what the nodes do. */
export function healText(fault: Fault): string | null {
  switch (fault.kind) {
    case "cut":
      return `${all(fault.from)} can ${fault.oneWay ? "send to" : "reach"} ${whomOf(fault)} again`;
    case "isolate":
      return `${who(fault.node)} can be reached again`;
    case "session-loss":
      return `the heartbeats of ${who(fault.node)} arrive again`;
    case "rack-outage":
      return fault.power ? null : `rack ${fault.rack} can be reached again`;
    case "disk-fail":
    case "disk-full":
      return `${aDisk(fault)} works again`;
    default:
      return null;
  }
}

function cutText(fault: Extract<Fault, { kind: "cut" | "isolate" }>): string {
  if (fault.kind === "isolate") return `${who(fault.node)} is cut off from everybody`;
  const verb = fault.oneWay ? "can send nothing to" : "can no longer reach";
  return `${all(fault.from)} ${verb} ${whomOf(fault)}`;
}

/** Those on the other side; who is on both sides is cut from the others there. */
function whomOf({ from, to }: Extract<Fault, { kind: "cut" }>): string {
  const others = to.filter((node) => !from.includes(node));
  const isAmongThem = from.filter((node) => to.includes(node)).length > 1;
  return listed([...others.map(who), ...(isAmongThem ? ["each other"] : [])]);
}

const who = (node: string): string => (node === "controller" ? "the controller" : node);
const all = (nodes: readonly string[]): string => listed(nodes.map(who));
const aDisk = ({ node, disk }: { readonly node: string; readonly disk: number }): string =>
  disk < 0 ? `every disk of ${who(node)}` : `disk ${disk} of ${who(node)}`;

function adminText(action: AdminAction | MembershipAction): string {
  switch (action.do) {
    case "reassign":
      return `moves ${action.topic}-${action.partition} to ${all(action.replicas.map((id) => `b${id}`))}`;
    case "add-partitions":
      return `lets ${action.topic} have ${action.count} partitions`;
    case "alter-config":
      return `sets ${action.key}=${action.value ?? "(default)"} for ${action.topic}`;
    case "elect-preferred":
      return "asks for an election of the preferred leaders";
    case "elect-unclean":
      return `asks for an unclean election of ${action.topic}-${action.partition}`;
    case "create-topic":
      return `creates ${action.topic}`;
    case "add-broker":
      return `adds b${action.broker}`;
    case "remove-broker":
      return `takes b${action.broker} out of service: its replicas move away`;
    case "delete-topic":
      return `deletes ${action.topic}`;
    case "delete-records":
      return `deletes the records of ${action.topic}-${action.partition} below offset ${action.offset}`;
  }
}
