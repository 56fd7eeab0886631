/** Checks of the controller's state, and of what leaders make of it. */
import { firstUncounted } from "../../check/monitors/isr-superset.ts";
import { isLeaderInIsr } from "../../check/monitors/leader-in-isr.ts";
import { isSecondLeader } from "../../check/monitors/leader-unique.ts";
import { faultOfMember } from "../../check/monitors/valid-isr.ts";
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
        if (other.isLeader && other.leaderEpoch === one.leaderEpoch && isSecondLeader(other.self, one.self))
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
    const { registration } = image;
    const { leader } = registration;
    return isLeaderInIsr(registration) ? null : `${nodeName(leader)} leads, but is not in the ISR`;
  },
};

/** 2.1: each member of the ISR is a replica, and not fenced. */
export const validIsr: Check = {
  name: "valid-isr",
  find: ({ image, elr }) => {
    const { registration, brokerStates } = image;
    const { isr } = registration;
    for (let i = 0; i < isr.length; i++) {
      const fault = faultOfMember(isr[i]!, registration, brokerStates[isr[i]!], elr);
      if (fault !== null) return `${nodeName(isr[i]!)} is in the ISR, but ${faults[fault]}`;
    }
    return null;
  },
};

const faults = {
  "member-is-no-replica": "no replica",
  "fenced-member": "fenced",
  "stopping-member": "in controlled shutdown",
} as const;

/** 1.10: a leader of the present epoch waits for everybody whom the controller may elect. */
export const isrSuperset: Check = {
  name: "isr-superset",
  find: (scene) => {
    const { leader, leaderEpoch, isr } = scene.image.registration;
    if (leader < 0) return null;
    const view = replicaOf(scene, leader);
    if (!view.isLeader || view.leaderEpoch !== leaderEpoch) return null;
    const missing = firstUncounted(isr, view.maximalIsr, null);
    if (missing < 0) return null;
    return `${nodeName(leader)} leads in epoch ${leaderEpoch} and does not wait for ${nodeName(missing)}, which the controller may elect`;
  },
};
