/**
 * What happens to machines and links. A fault that a node shows by itself (it crashes, it stops) is told by that effect,
 * once, and not if it met nobody; the others are told as they begin and end.
 */
import { cardOf, type Fault } from "../../chaos/fault.ts";
import type { FaultObserver } from "../../chaos/fault-observer.ts";
import { topicPartitionOfFile } from "../../kafka/log/log-files.ts";
import type { WorldObserver } from "../../sim/world.ts";
import type { Fact, FactDraft } from "./fact.ts";
import type { FactLog } from "./fact-log.ts";
import type { Mirror } from "./mirror.ts";

const isTold = (fault: Fault): boolean => cardOf(fault.kind).showsItself?.(fault) !== true;

type Heard = Partial<WorldObserver & FaultObserver>;

export function worldFacts(log: FactLog, mirror: Mirror, faults: readonly Fault[]): Heard {
  const open = new Map<string, Fact>();
  const begin = (name: string, draft: FactDraft): void => {
    log.end(open.get(name));
    open.set(name, log.begin(draft));
  };
  const end = (name: string): void => log.end(open.get(name));
  return {
    nodeDown: (node, reason) => begin(`down ${node}`, { kind: "down", nodes: [node], reason }),
    nodeUp: (node, incarnation) => {
      end(`down ${node}`);
      if (incarnation > 0) log.write({ kind: "up", nodes: [node] });
    },
    nodePaused: (node) => begin(`pause ${node}`, { kind: "pause", nodes: [node] }),
    nodeResumed: (node) => {
      end(`pause ${node}`);
      log.write({ kind: "resume", nodes: [node] });
    },
    fileTorn: (node, _disk, file, kept, had) => {
      if (!file.endsWith(".log")) return;
      const topicPartition = topicPartitionOfFile(file);
      const segment = Number(file.slice(file.indexOf("/") + 1, -".log".length));
      const lost = mirror.torn(node, topicPartition, segment, kept, had);
      log.write({ kind: "tear", nodes: [node], topicPartition, ...lost, withPower: false });
    },
    diskWiped: (node) => log.write({ kind: "wipe", nodes: [node] }),
    faultStarted: (index) => {
      const fault = faults[index];
      if (fault !== undefined && isTold(fault)) begin(`fault ${index}`, { kind: "fault", fault });
    },
    faultEnded: (index) => {
      end(`fault ${index}`);
      const fault = faults[index];
      const isNews = fault !== undefined && isTold(fault) && cardOf(fault.kind).ends !== undefined;
      if (isNews) log.write({ kind: "heal", fault });
    },
  };
}
