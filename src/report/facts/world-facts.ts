/**
 * What happens to machines and links. A fault that a node shows by itself (it crashes, it stops) is told by that effect,
 * once, and not if it met nobody; the others are told as they begin and end.
 */
import type { Fault, FaultKind } from "../../chaos/fault.ts";
import type { FaultObserver } from "../../chaos/fault-observer.ts";
import { topicPartitionOfFile } from "../../kafka/log/log-files.ts";
import type { WorldObserver } from "../../sim/world.ts";
import { does, type Fact, offsets, sentence } from "../fact.ts";
import { faultText, healText } from "../fault-text.ts";
import type { Pen } from "./pen.ts";
import type { ReplicaShadows } from "./replica-shadow.ts";

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

type Heard = Partial<WorldObserver & FaultObserver>;

export function worldFacts(pen: Pen, shadows: ReplicaShadows, faults: readonly Fault[]): Heard {
  const ends = new Map<string, Fact>();
  const lasting = (name: string, fact: Fact): void => {
    pen.begin(fact);
    ends.set(name, fact);
  };
  return {
    nodeDown(node, cause) {
      const says =
        cause === "power-loss" ? does("lose", "power") : cause === "exit" ? does("shut", "down") : does("crash");
      lasting(`down ${node}`, pen.write("down", [node], says));
    },
    nodeUp(node, incarnation) {
      pen.end(ends.get(`down ${node}`));
      if (incarnation > 0) pen.write("up", [node], does("start", "again"));
    },
    nodePaused(node) {
      lasting(`pause ${node}`, pen.write("pause", [node], does("stop", "answering (paused)")));
    },
    nodeResumed(node) {
      pen.end(ends.get(`pause ${node}`));
      pen.write("resume", [node], does("go", "on"));
    },
    fileTorn(node, _disk, file, kept, had) {
      if (!file.endsWith(".log")) return;
      const tp = topicPartitionOfFile(file);
      const segment = Number(file.slice(file.indexOf("/") + 1, -".log".length));
      const lost = shadows.torn(node, tp, segment, kept, had);
      if (lost !== null) shadows.cut(node, tp, lost.from);
      const what = lost === null ? "the end of %p" : offsets(lost.from, lost.to);
      pen.write("tear", [node], does("lose", `${what}, not flushed yet`), { tp, ...lost });
    },
    diskWiped(node) {
      pen.write("wipe", [node], does("get", "an empty disk in place of its own"));
    },
    faultStarted(index) {
      const fault = faults[index];
      if (fault === undefined || shownByNodes.has(fault.kind)) return;
      if (fault.kind === "rack-outage" && fault.power) return;
      lasting(`fault ${index}`, pen.write("fault", [], sentence(faultText(fault))));
    },
    faultEnded(index) {
      pen.end(ends.get(`fault ${index}`));
      const text = faults[index] === undefined ? null : healText(faults[index]);
      if (text !== null) pen.write("heal", [], sentence(text));
    },
  };
}
