/** A fault or an operator's action in words. */
import type { AdminAction, Fault } from "../chaos/fault.ts";
import { listed } from "./fact.ts";

export function faultText(fault: Fault): string {
  switch (fault.kind) {
    case "process-crash":
      return `the process of ${fault.node} is killed`;
    case "power-loss":
      return `${listed(fault.nodes)} ${fault.nodes.length > 1 ? "lose" : "loses"} power`;
    case "rack-outage":
      return `rack ${fault.rack} is gone${fault.power ? " (power)" : " (network)"}`;
    case "pause":
    case "client-pause":
      return `${fault.node} stops for ${fault.durationMs} ms`;
    case "controlled-shutdown":
      return `${fault.node} is asked to shut down`;
    case "rolling-restart":
      return "the brokers are restarted one after another";
    case "disk-wipe":
      return `${fault.node} comes back with an empty disk`;
    case "disk-fail":
      return `a disk of ${fault.node} fails`;
    case "disk-full":
      return `a disk of ${fault.node} is full`;
    case "disk-slow":
      return `a disk of ${fault.node} is ${fault.factor} times slower`;
    case "cut":
      return `${listed(fault.from)} can ${fault.oneWay ? "send nothing to" : "no longer reach"} ${listed(fault.to)}`;
    case "isolate":
      return `${fault.node} is cut from everybody`;
    case "slow-link":
      return `the link ${fault.from} to ${fault.to} is ${fault.extraMs} ms slower`;
    case "reset":
      return `the connections ${fault.from} to ${fault.to} are reset`;
    case "clock-jump":
      return `the clock of ${fault.node} jumps by ${fault.jumpMs} ms`;
    case "clock-drift":
      return `the clock of ${fault.node} drifts by ${fault.driftPpm} ppm`;
    case "session-loss":
      return `the heartbeats of ${fault.node} get lost`;
    case "client-crash":
      return `${fault.node} is killed`;
    case "admin":
      return `the operator: ${adminText(fault.action)}`;
  }
}

function adminText(action: AdminAction): string {
  switch (action.do) {
    case "reassign":
      return `move ${action.topic}-${action.partition} to ${listed(action.replicas.map((id) => `b${id}`))}`;
    case "add-partitions":
      return `${action.topic} gets ${action.count} partitions`;
    case "alter-config":
      return `${action.topic}: ${action.key}=${action.value ?? "(default)"}`;
    case "elect-preferred":
      return "elect the preferred leaders";
    case "elect-unclean":
      return `elect any replica of ${action.topic}-${action.partition}`;
    case "create-topic":
      return `create ${action.topic}`;
    case "delete-topic":
      return `delete ${action.topic}`;
    case "delete-records":
      return `delete the records of ${action.topic}-${action.partition} below ${action.offset}`;
  }
}
