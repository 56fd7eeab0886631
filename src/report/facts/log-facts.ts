/** What happens to replicas' logs, told by the offsets that it covers. */
import type { LogObserver } from "../../kafka/observer.ts";
import { lastOffset } from "../../kafka/records.ts";
import { does, offsets } from "../fact.ts";
import type { Pen } from "./pen.ts";
import type { ReplicaShadows } from "./replica-shadow.ts";

export const logFacts = (pen: Pen, shadows: ReplicaShadows): Partial<LogObserver> => ({
  ...openings(pen, shadows),
  ...contents(pen, shadows),
  segmentRolled() {},
});

function openings(pen: Pen, shadows: ReplicaShadows): Pick<LogObserver, "logOpened" | "logDeleted" | "logDirFailed"> {
  const opened = new Set<string>();
  return {
    logOpened(broker, tp, start, end, highWatermark, unclean) {
      const key = `${broker}/${tp}`;
      const about = { tp, from: end, to: end };
      shadows.cut(broker, tp, end);
      const held = end === start ? "an empty log of %p" : `%p up to offset ${end}`;
      const how = `(${unclean ? "unclean stop, " : ""}high watermark ${highWatermark})`;
      if (opened.has(key)) {
        pen.write("reopen", [broker], does("start", `again with ${held} ${how}`), about);
      } else pen.write("open", [broker], does("make", "a replica of %p"), about);
      opened.add(key);
    },
    logDeleted(broker, tp) {
      opened.delete(`${broker}/${tp}`);
      shadows.cut(broker, tp, 0);
      pen.write("delete", [broker], does("delete", "its replica of %p"), { tp });
    },
    logDirFailed(broker, disk) {
      pen.write("fault", [broker], does("take", `log directory ${disk} offline: its disk takes no more writes`));
    },
  };
}

function contents(
  pen: Pen,
  shadows: ReplicaShadows,
): Pick<LogObserver, "appended" | "truncated" | "restartedAt" | "logStartMoved" | "compacted"> {
  return {
    appended(broker, tp, batch, asLeader, leaderEpoch) {
      const from = batch.baseOffset;
      const to = lastOffset(batch) + 1;
      shadows.appended(broker, tp, from, to);
      const about = { tp, from, to, records: batch.records.map((record) => record.id) };
      if (asLeader)
        pen.write("append", [broker], does("append", `${offsets(from, to)} in epoch ${leaderEpoch}`), about);
      else pen.write("copy", [broker], does("copy", offsets(from, to)), about);
    },
    truncated(broker, tp, toOffset, leaderEpoch) {
      shadows.cut(broker, tp, toOffset);
      const says = does("truncate", `%p to offset ${toOffset}, following epoch ${leaderEpoch}`);
      pen.write("truncate", [broker], says, { tp, from: toOffset, to: Number.MAX_SAFE_INTEGER });
    },
    restartedAt(broker, tp, offset) {
      shadows.cut(broker, tp, 0);
      pen.write("restart-log", [broker], does("drop", `its log of %p and starts anew at offset ${offset}`), {
        tp,
        from: 0,
        to: offset,
      });
    },
    logStartMoved(broker, tp, offset, reason) {
      pen.write("delete", [broker], does("delete", `%p below offset ${offset} (${reason})`), {
        tp,
        from: 0,
        to: offset,
      });
    },
    compacted(broker, tp) {
      pen.write("delete", [broker], does("compact", "%p"), { tp });
    },
  };
}
