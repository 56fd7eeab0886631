/** A broker's replica manager, field by field. */
import { byNode, list, mapOf, nodeMap, nullable, record, shared } from "../../explorer/compound.ts";
import { allUntold, derived, type Field, frozen, node, plain, untold, vacant, word } from "../../explorer/shape.ts";
import type { ErrorCode } from "../../kafka/errors.ts";
import type { Exchange } from "../../kafka/exchange.ts";
import type { AlterPartition } from "../../kafka/messages/controller.ts";
import type { DeadlineList, Delayed } from "../../kafka/replica-manager/deadline-list.ts";
import type { DelayedFetch, DelayedProduce, ProduceWaiter } from "../../kafka/replica-manager/delayed-operations.ts";
import type { Checkpointed, HostedPartition, PartitionTable } from "../../kafka/replica-manager/hosted-partition.ts";
import type { LogDirectory } from "../../kafka/replica-manager/log-directory.ts";
import type {
  AlterPartitionManager,
  FetcherManager,
  HostedFetcher,
  ReplicaManager,
} from "../../kafka/replica-manager/replica-manager.ts";
import type { ProduceResult } from "../../kafka/replication/produce.ts";
import type { TopicPartition } from "../../kafka/topic-partition.ts";
import { fetcher } from "./fetcher-fields.ts";
import { disk, log } from "./log-fields.ts";
import { alterPartition } from "./message-fields.ts";
import { fetchContext, partition, sessions } from "./partition-fields.ts";
import { portField } from "./port-field.ts";

const directory: Field<LogDirectory> = shared<LogDirectory>(() => ({
  ...allUntold("index", "id", "replicas"),
  disk: disk as unknown as Field<LogDirectory["disk"]>,
  offline: plain,
}));

/** What waits in a list of deadlines; the list itself links them. */
const links = { deadlineMs: untold<number>(), earlier: untold<null>(), later: untold<null>(), waiting: plain };

const delayedProduce: Field<DelayedProduce> = shared<DelayedProduce>(() => ({
  ...links,
  connection: plain,
  request: untold(),
  results: frozen<readonly ProduceResult[]>((all) => all.map((one) => `${one.baseOffset}..${one.lastOffset}`).join()),
  errorCodes: derived(list<ErrorCode>(plain)),
  undecided: plain,
}));

const delayedFetch: Field<DelayedFetch> = shared<DelayedFetch>(() => ({
  ...links,
  connection: node,
  fetch: fetchContext,
}));

/** A list by what it holds. No time passes, so deadlines say nothing. */
function deadlines<Operation extends Delayed<Operation>>(
  items: Field<Operation[]>,
  isOver: (operation: Operation) => boolean,
): Field<DeadlineList<Operation>> {
  const waiting = (value: DeadlineList<Operation>): Operation[] => {
    const found: Operation[] = [];
    for (let one = value.first; one !== null; one = one.later) if (!isOver(one)) found.push(one);
    return found;
  };
  return {
    write: (value, key) => items.write(waiting(value), key),
    copy: (value, copier) => {
      const copied = items.copy(waiting(value), copier);
      for (let i = 0; i < copied.length; i++) {
        copied[i]!.earlier = copied[i - 1] ?? null;
        copied[i]!.later = copied[i + 1] ?? null;
      }
      return { ...value, first: copied[0] ?? null, last: copied.at(-1) ?? null, size: copied.length };
    },
  };
}

/** A fetch that a later one of its session replaced waits for its deadline, and then nothing happens. */
const isReplaced = ({ fetch }: DelayedFetch): boolean => fetch.closed;

const parkedFetches: Field<ReplicaManager["parkedFetches"]> = {
  write: () => {},
  copy: (value, copier) => {
    const copies: ReplicaManager["parkedFetches"] = new Map();
    for (const one of value.values()) {
      if (isReplaced(one)) continue;
      const copy = delayedFetch.copy(one, copier);
      copies.set(copy.fetch, copy);
    }
    return copies;
  },
};

const waiter: Field<ProduceWaiter> = record<ProduceWaiter>({
  operation: delayedProduce,
  index: untold(),
  requiredOffset: plain,
});

const hosted: Field<HostedPartition> = shared<HostedPartition>(() => ({
  ...allUntold("topicPartition", "moved"),
  directory: nullable(directory),
  log: nullable(log),
  partition: nullable(partition),
  status: word<HostedPartition["status"]>(),
  fetchedFrom: node,
  checkpointed: derived(record<Checkpointed>({ highWatermark: plain, logStartOffset: plain, recoveryPoint: plain })),
  produces: list(waiter),
  deletes: vacant("DeleteRecords"),
}));

const partitions: Field<PartitionTable> = record<PartitionTable>({
  byKey: mapOf<TopicPartition, HostedPartition>(hosted),
  sorted: derived(list(hosted)),
});

const hostedFetcher: Field<HostedFetcher> = record<HostedFetcher>({
  fetcher,
  ...allUntold("isTouched", "correlationId", "sentAtMs", "timeoutArmed", "retryArmedForMs"),
});

/** All that matters of the number of a request is whether one is in flight. */
const inFlight: Field<number> = {
  write: (value, key) => {
    key.text += value < 0 ? "-," : "+,";
  },
  copy: (value) => value,
};

const exchange: Field<Exchange> = record<Exchange>({
  ...allUntold("channel", "retryTimer", "timeoutTimer", "requestTimeoutMs", "failures"),
  correlationId: inFlight,
});

const proposed: Field<Set<TopicPartition>> = {
  write: (value, key) => {
    key.text += `${value.size},`;
  },
  copy: (value) => new Set(value),
};

const alterPartitions: Field<AlterPartitionManager> = record<AlterPartitionManager>({
  proposed,
  inFlight: list<AlterPartition>(alterPartition),
  due: plain,
  exchange,
});

/** `env` is made anew for each step: see machines/replica-steps.ts. */
export const managerField: Field<ReplicaManager> = record<ReplicaManager>({
  port: portField,
  ...allUntold("env", "delayedDeletes"),
  directories: list(directory),
  partitions,
  topicConfigs: { write: () => {}, copy: (value) => new Map(value) },
  fetchers: record<FetcherManager>({
    byLeader: nodeMap<HostedFetcher>(hostedFetcher),
    touched: vacant("fetchers"),
  }),
  sessions,
  alterPartitions,
  delayedProduces: deadlines(list(delayedProduce), () => false),
  delayedFetches: deadlines(
    byNode(delayedFetch, ({ fetch }) => fetch.session.replicaId),
    isReplaced,
  ),
  parkedFetches,
  moved: vacant("partitions that moved"),
  failedDirectories: vacant("failed directories"),
  isInControlledShutdown: untold(),
  newReplicas: vacant("replicas in one of several directories"),
});
