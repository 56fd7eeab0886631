/** A topic is deleted and made anew under its name, now and then so quickly that some broker never knew it was gone (KIP-516). */
import type fc from "fast-check";
import type { AdminAction, Fault } from "../chaos/fault.ts";
import type { Names } from "./fault-parts.ts";
import type { Story } from "./stories.ts";

const soonMs = 60;
const laterMs = 2000;

/** What it had before is filled in once the cluster is known (within-cluster.ts). */
export const remaking =
  (names: Names): Story =>
  (random: fc.Random) => {
    const topic = names.topics[random.nextInt(0, names.topics.length - 1)]!;
    const after = random.nextInt(1, random.nextInt(1, 3) === 1 ? laterMs : soonMs);
    const admin = (at: number, action: AdminAction): Fault => ({
      id: random.nextInt(0, 0xffffff),
      kind: "admin",
      trigger: { at },
      action,
    });
    return [
      admin(0, { do: "delete-topic", topic }),
      admin(after, { do: "create-topic", topic, partitions: names.partitions, replicationFactor: 3 }),
    ];
  };
