/**
 * What happens to machines and links. A fault that a node shows by itself (it crashes, it stops) is told by that effect,
 * once, and not if it met nobody; the others are told as they begin and end.
 */
import type { Fault, FaultKind } from "../../chaos/fault.ts";
import type { FaultObserver } from "../../chaos/fault-observer.ts";
import { topicPartitionOfFile } from "../../kafka/log/log-files.ts";
import type { WorldObserver } from "../../sim/world.ts";
import type { Fact, FactDraft } from "./fact.ts";
import type { FactLog } from "./fact-log.ts";
import type { Mirror } from "./mirror.ts";

const shownByNodes = new Set<FaultKind>([
  "process-crash",
  "power-loss",
  "pause",
  "client-pause",
  "client-crash",
  "disk-wipe",
  "controlled-shutdown",
  "rolling-restart",
]);

/** Those whose end nobody shows. */
const endsUnseen = new Set<FaultKind>(["cut", "isolate", "session-loss", "rack-outage", "disk-fail", "disk-full"]);

const isTold = (fault: Fault): boolean =>
  !shownByNodes.has(fault.kind) && !(fault.kind === "rack-outage" && fault.power);

type Heard = Partial<WorldObserver & FaultObserver>;

export function worldFacts(log: FactLog, mirror: Mirror, faults: readonly Fault[]): Heard {
  const open = new Map<string, Fact>();
  const begin = (name: string, draft: FactDraft): void => {
    log.end(open.get(name));
    open.set(name, log.begin(draft));
  };
  const end = (name: string): void => log.end(open.get(name));
  return {
    nodeDown(node, reason) {
      begin(`down ${node}`, { kind: "down", nodes: [node], reason });
    },
    nodeUp(node, incarnation) {
      end(`down ${node}`);
      if (incarnation > 0) log.write({ kind: "up", nodes: [node] });
    },
    nodePaused(node) {
      begin(`pause ${node}`, { kind: "pause", nodes: [node] });
    },
    nodeResumed(node) {
      end(`pause ${node}`);
      log.write({ kind: "resume", nodes: [node] });
    },
    fileTorn(node, _disk, file, kept, had) {
      if (!file.endsWith(".log")) return;
      const topicPartition = topicPartitionOfFile(file);
      const segment = Number(file.slice(file.indexOf("/") + 1, -".log".length));
      const lost = mirror.torn(node, topicPartition, segment, kept, had);
      log.write({ kind: "tear", nodes: [node], topicPartition, ...lost, withPower: false });
    },
    diskWiped(node) {
      log.write({ kind: "wipe", nodes: [node] });
    },
    faultStarted(index) {
      const fault = faults[index];
      if (fault !== undefined && isTold(fault)) begin(`fault ${index}`, { kind: "fault", fault });
    },
    faultEnded(index) {
      end(`fault ${index}`);
      const fault = faults[index];
      if (fault !== undefined && isTold(fault) && endsUnseen.has(fault.kind)) log.write({ kind: "heal", fault });
    },
  };
}
