/** The kinds of faults, and the profiles under which a configuration is judged. */
import type { FaultKind } from "./fault.ts";

export const profileNames = [
  "process-crash",
  "power-loss",
  "disk-loss",
  "network",
  "pause-clock",
  "rolling-restart",
  "clients",
  "all",
] as const;

export type ProfileName = (typeof profileNames)[number];

/** What `--require` judges when no profile is named. */
export const requiredProfiles: readonly ProfileName[] = ["process-crash", "network", "pause-clock", "rolling-restart"];

interface Profile {
  readonly name: ProfileName;
  readonly sentence: string;
  readonly kinds: readonly FaultKind[];
}

const network: readonly FaultKind[] = ["cut", "isolate", "slow-link", "reset", "session-loss"];
const pauses: readonly FaultKind[] = ["pause", "clock-jump", "clock-drift", "disk-slow"];
const disks: readonly FaultKind[] = ["disk-wipe", "disk-fail", "disk-full"];
const clients: readonly FaultKind[] = ["client-crash", "client-pause"];

export const profiles: Readonly<Record<ProfileName, Profile>> = {
  "process-crash": {
    name: "process-crash",
    sentence: "Processes of brokers and of the controller die and come back; the page cache stays.",
    kinds: ["process-crash"],
  },
  "power-loss": {
    name: "power-loss",
    sentence: "One or several machines lose power, and with it what was not flushed; processes crash besides.",
    kinds: ["power-loss", "process-crash", "rack-outage"],
  },
  "disk-loss": {
    name: "disk-loss",
    sentence: "Disks fail, fill up, or come back empty after their broker died.",
    kinds: [...disks, "process-crash"],
  },
  network: {
    name: "network",
    sentence: "Links are cut (both ways or one way), slow or reset; heartbeats get lost.",
    kinds: network,
  },
  "pause-clock": {
    name: "pause-clock",
    sentence: "Processes stop for seconds, clocks jump and drift, disks are slow.",
    kinds: pauses,
  },
  "rolling-restart": {
    name: "rolling-restart",
    sentence: "Brokers are shut down in order and started again, one by one or singly.",
    kinds: ["rolling-restart", "controlled-shutdown"],
  },
  clients: { name: "clients", sentence: "Producers and consumers die or stop for seconds.", kinds: clients },
  all: {
    name: "all",
    sentence: "Every kind of fault, and operators who reassign, alter and elect meanwhile.",
    kinds: [
      "process-crash",
      "power-loss",
      "rack-outage",
      ...disks,
      ...network,
      ...pauses,
      "rolling-restart",
      "controlled-shutdown",
      ...clients,
      "admin",
    ],
  },
};
