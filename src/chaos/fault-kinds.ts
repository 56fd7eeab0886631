/** The profiles under which a configuration is judged, and the kinds of faults that each has. */
import { allCards, type FaultKind } from "./fault.ts";
import { type ProfileName, profileNames } from "./profile-names.ts";

export { type ProfileName, profileNames };

/** What `--require` judges when no profile is named. */
export const requiredProfiles: readonly ProfileName[] = ["process-crash", "network", "pause-clock", "rolling-restart"];

interface Profile {
  readonly name: ProfileName;
  readonly sentence: string;
  readonly kinds: readonly FaultKind[];
}

const sentences: Readonly<Record<ProfileName, string>> = {
  "process-crash": "Processes of brokers and of the controller die and come back; the page cache stays.",
  "power-loss": "One or several machines lose power, and with it what was not flushed; processes crash besides.",
  "disk-loss": "Disks fail, fill up, or come back empty after their broker died.",
  network: "Links are cut (both ways or one way), slow or reset; heartbeats get lost.",
  "pause-clock": "Processes stop for seconds, clocks jump and drift, disks are slow.",
  "rolling-restart": "Brokers are shut down in order and started again, one by one or singly.",
  clients: "Producers and consumers die or stop for seconds.",
  all: "Every kind of fault, and operators who reassign, alter and elect meanwhile.",
};

/** Where process crashes stand among what else a profile has: draws depend on the order. */
const crashesComeAt: Partial<Record<ProfileName, number>> = { "power-loss": 1, "disk-loss": 3 };

function kindsOf(name: ProfileName): readonly FaultKind[] {
  const kinds = allCards.filter(({ profiles }) => name === "all" || profiles.includes(name)).map(({ kind }) => kind);
  const place = crashesComeAt[name];
  if (place === undefined) return kinds;
  const others = kinds.filter((kind) => kind !== "process-crash");
  return [...others.slice(0, place), "process-crash", ...others.slice(place)];
}

const profileOf = (name: ProfileName): Profile => ({ name, sentence: sentences[name], kinds: kindsOf(name) });

export const profiles: Readonly<Record<ProfileName, Profile>> = {
  "process-crash": profileOf("process-crash"),
  "power-loss": profileOf("power-loss"),
  "disk-loss": profileOf("disk-loss"),
  network: profileOf("network"),
  "pause-clock": profileOf("pause-clock"),
  "rolling-restart": profileOf("rolling-restart"),
  clients: profileOf("clients"),
  all: profileOf("all"),
};
