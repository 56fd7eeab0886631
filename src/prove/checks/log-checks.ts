/** Checks of logs: what was committed stays, with everybody who may lead. */
import { nodeName } from "../../core/ids.ts";
import { lacks } from "../state/ghost.ts";
import { at, type Check, replicaOf } from "./check.ts";

/** 1.6: no offset is ever committed with two different records. */
export const oneValuePerOffset: Check = {
  name: "one-value-per-offset",
  find: ({ ghost }) => (ghost.conflict < 0 ? null : `${at(ghost.conflict)} is committed with two different records`),
};

/** 1.5: the true leader, once it has taken its epoch, holds everything that was committed. */
export const committedStable: Check = {
  name: "committed-stable",
  find: (scene) => {
    const { leader, leaderEpoch } = scene.image.registration;
    if (leader < 0) return null;
    const view = replicaOf(scene, leader);
    if (!view.isLeader || view.leaderEpoch !== leaderEpoch) return null;
    const offset = lacks(view.records, scene.ghost.committed, scene.ghost.committed.length);
    if (offset < 0) return null;
    return `${nodeName(leader)} leads in epoch ${leaderEpoch} without ${at(offset)}, which was committed`;
  },
};

/**
 * 1.8: whoever is in the controller's ISR may lead at once. A member that is down and has lost its disk is excused: it
 * comes back as another incarnation, which the controller takes out.
 */
export const strongIsr: Check = {
  name: "strong-isr",
  find: (scene) => {
    const { committed } = scene.ghost;
    const { isr } = scene.image.registration;
    for (let i = 0; i < isr.length; i++) {
      const view = replicaOf(scene, isr[i]!);
      const offset = view.isWiped ? -1 : lacks(view.records, committed, committed.length);
      if (offset < 0) continue;
      return `${nodeName(isr[i]!)} is in the ISR of the controller, but does not hold ${at(offset)}, which is committed`;
    }
    return null;
  },
};

/** 1.3: below its own high watermark, a replica holds what was committed. */
export const logMatching: Check = {
  name: "log-matching",
  find: ({ replicas, ghost: { committed } }) => {
    for (let i = 0; i < replicas.length; i++) {
      const view = replicas[i]!;
      const offset = lacks(view.records, committed, Math.min(view.highWatermark, committed.length));
      if (offset >= 0) return `${nodeName(view.self)} counts another record at ${at(offset)} as committed`;
    }
    return null;
  },
};
