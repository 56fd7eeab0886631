/**
 * 5.18 AdminTakesEffect: what the operator was told is done has been done: the topic is there or gone, has its partitions and
 * its settings, the move its target, the records are deleted.
 *
 * Legal: somebody changed it again since; so what counts is that it was so at some time before the answer. And a reassignment that
 * comes while another is under way, and to which nothing is to be removed, leaves what the other one removes
 * (ReplicationControlManager.changePartitionReassignment sets what is not empty).
 */
import { nodeName } from "../../core/ids.ts";
import { Errors } from "../../kafka/errors.ts";
import type { AdminAction } from "../../kafka/messages/operator.ts";
import type { PartitionRegistration } from "../../kafka/metadata/records.ts";
import { partitionOf } from "../../kafka/topic-partition.ts";
import type { CheckCard } from "../check.ts";
import { found } from "../finding.ts";
import type { Ghost } from "../ghost/ghost.ts";
import type { PartitionGhost } from "../ghost/partition-ghost.ts";
import type { Check } from "../monitor.ts";

const card: CheckCard = {
  name: "admin-takes-effect",
  sentence: "An operator's command that succeeded has had its effect: on metadata, on settings, on logs.",
  formula: "completed(command, NONE) ⇒ effect(command) held at some time before",
  source: "invariants 5.18 (AdminTakesEffect); KIP-4, KIP-107, KIP-195, KIP-339, KIP-455",
  kind: "liveness",
  guarantee: "progress",
};

const isMoving = ({ addingReplicas, removingReplicas }: PartitionRegistration): boolean =>
  addingReplicas.length + removingReplicas.length > 0;

const settingText = (topic: string, key: string, value: string | null): string => JSON.stringify([topic, key, value]);
const targetText = (index: number, replicas: readonly number[]): string =>
  JSON.stringify([index, [...replicas].sort((a, b) => a - b)]);

const targetOf = ({ replicas, removingReplicas }: PartitionRegistration): readonly number[] =>
  replicas.filter((broker) => !removingReplicas.includes(broker));

function topicsNamed(ghost: Ghost, name: string) {
  return [...ghost.topics.values()].filter((topic) => topic.name === name);
}

const partitionsNamed = (ghost: Ghost, name: string, number: number): readonly PartitionGhost[] =>
  ghost.partitionList.filter(
    ({ topic, topicPartition }) => topic.name === name && partitionOf(topicPartition) === number,
  );

/** Deleted up to there by each replica that answered, the leader among them; -1: up to what was committed then. */
const isDeletedTo = ({ deleted, replicaList }: PartitionGhost, offset: number): boolean =>
  deleted || offset < 0 || replicaList.some(({ greatestStart }) => greatestStart >= offset);

/** What was so at some time. */
interface Seen {
  readonly settings: ReadonlySet<string>;
  readonly targets: ReadonlySet<string>;
  readonly overtaken: ReadonlySet<PartitionGhost>;
}

function hasEffect(ghost: Ghost, action: AdminAction, { settings, targets, overtaken }: Seen): boolean {
  switch (action.do) {
    case "create-topic":
      return topicsNamed(ghost, action.topic).length > 0;
    case "delete-topic":
      return ghost.deletedNames.has(action.topic);
    case "add-partitions":
      return topicsNamed(ghost, action.topic).some(({ partitions }) => partitions.length >= action.count);
    case "alter-config": {
      const given = ghost.given.get(action.topic)?.get(action.key) ?? null;
      return given === action.value || settings.has(settingText(action.topic, action.key, action.value));
    }
    case "reassign":
      return partitionsNamed(ghost, action.topic, action.partition).some(
        (one) => targets.has(targetText(one.index, action.replicas)) || overtaken.has(one),
      );
    case "delete-records":
      return partitionsNamed(ghost, action.topic, action.partition).some((one) => isDeletedTo(one, action.offset));
    default:
      // An election may find that there is nothing to elect.
      return true;
  }
}

export const adminTakesEffect: Check = {
  card,
  watch: (ghost) => {
    const settings = new Set<string>();
    const targets = new Set<string>();
    /** Partitions that changed while a reassignment was under way. */
    const overtaken = new Set<PartitionGhost>();
    return {
      configChanged: (topic, key, value) => {
        settings.add(settingText(topic, key, value));
      },
      partitionChanged: (_tp, before, after) => {
        if (before !== null && isMoving(before) && isMoving(after)) overtaken.add(ghost.partition);
        targets.add(targetText(ghost.partition.index, targetOf(after)));
      },
      adminCompleted: (client, action, errorCode) => {
        if (errorCode !== Errors.NONE || hasEffect(ghost, action, { settings, targets, overtaken })) return;
        found(ghost, card, null, {
          role: `${action.do}-without-effect`,
          sentence: `${nodeName(client)} is told that ${action.do} is done, and nothing of it is`,
          subject: { kind: "cluster", sinceMicros: 0 },
        });
      },
    };
  },
};
