/** Checks of the controller's state, and of what leaders make of it. */
import { nodeName } from "../../core/ids.ts";
import { type Check, replicaOf } from "./check.ts";

/** 1.16: one broker at most leads in an epoch. */
export const leaderUnique: Check = {
  name: "leader-unique",
  find: ({ replicas }) => {
    for (let i = 0; i < replicas.length; i++) {
      const one = replicas[i]!;
      if (!one.isLeader) continue;
      for (let j = i + 1; j < replicas.length; j++) {
        const other = replicas[j]!;
        if (other.isLeader && other.leaderEpoch === one.leaderEpoch)
          return `${nodeName(one.self)} and ${nodeName(other.self)} both lead in epoch ${one.leaderEpoch}`;
      }
    }
    return null;
  },
};

/** 1.9: a leader is a member of the ISR. */
export const leaderInIsr: Check = {
  name: "leader-in-isr",
  find: ({ image }) => {
    const { leader, isr } = image.registration;
    return leader < 0 || isr.includes(leader) ? null : `${nodeName(leader)} leads, but is not in the ISR`;
  },
};

/** 2.1, with eligible leader replicas: no member of the ISR is fenced. */
export const validIsr: Check = {
  name: "valid-isr",
  find: ({ image }) => {
    const { isr } = image.registration;
    for (let i = 0; i < isr.length; i++) {
      if (image.isFenced[isr[i]!]) return `${nodeName(isr[i]!)} is in the ISR, but fenced`;
    }
    return null;
  },
};

/** 1.10: a leader of the present epoch waits for everybody whom the controller may elect. */
export const isrSuperset: Check = {
  name: "isr-superset",
  find: (scene) => {
    const { leader, leaderEpoch, isr } = scene.image.registration;
    if (leader < 0) return null;
    const view = replicaOf(scene, leader);
    if (!view.isLeader || view.leaderEpoch !== leaderEpoch) return null;
    for (let i = 0; i < isr.length; i++) {
      if (view.maximalIsr.includes(isr[i]!)) continue;
      const missing = nodeName(isr[i]!);
      return `${nodeName(leader)} leads in epoch ${leaderEpoch} and does not wait for ${missing}, which the controller may elect`;
    }
    return null;
  },
};
