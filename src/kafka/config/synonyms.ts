/**
 * Names that people write for a key that is called otherwise: names of books and blogs, keys of other clients, names
 * of long gone releases, keys of the wrong kind of file. Consulted before spelling distance, which alone would answer
 * `log.segment.ms` with `log.segment.bytes`. Sources: books, librdkafka, the old clients.
 */

import type { ConfigKind } from "./key-tables.ts";
import { brokerKeyOfTopicKey } from "./resolve-topic.ts";

type Synonyms = Readonly<Record<string, string>>;

const brokerSynonyms: Synonyms = {
  "auto.create.topics": "auto.create.topics.enable",
  "auto.topic.creation.enable": "auto.create.topics.enable",
  brokerid: "broker.id",
  "cleanup.policy.default": "log.cleanup.policy",
  "data.dir": "log.dirs",
  "data.dirs": "log.dirs",
  "default.min.insync.replicas": "min.insync.replicas",
  "default.num.partitions": "num.partitions",
  "default.partitions": "num.partitions",
  "log.cleaner.retention.ms": "log.cleaner.delete.retention.ms",
  "log.directories": "log.dirs",
  "log.directory": "log.dirs",
  "log.flush.interval": "log.flush.interval.messages",
  "log.message.max.bytes": "message.max.bytes",
  "log.min.insync.replicas": "min.insync.replicas",
  "log.retention.size": "log.retention.bytes",
  "log.retention.time": "log.retention.ms",
  "log.segment.hours": "log.roll.hours",
  "log.segment.ms": "log.roll.ms",
  "log.segments.bytes": "log.segment.bytes",
  "log.segments.ms": "log.roll.ms",
  "log.segment.size": "log.segment.bytes",
  "max.message.size": "message.max.bytes",
  "message.max.size": "message.max.bytes",
  "min.in.sync.replicas": "min.insync.replicas",
  "min.isr": "min.insync.replicas",
  "min.sync.replica": "min.insync.replicas",
  "min.sync.replicas": "min.insync.replicas",
  "num.replicas": "default.replication.factor",
  "offset.topic.num.partitions": "offsets.topic.num.partitions",
  "offset.topic.replication.factor": "offsets.topic.replication.factor",
  partitions: "num.partitions",
  "rack.id": "broker.rack",
  "rack.name": "broker.rack",
  "replica.factor": "default.replication.factor",
  "replica.fetch.size": "replica.fetch.max.bytes",
  "replica.lag.max.messages": "replica.lag.time.max.ms",
  "replica.lag.max.ms": "replica.lag.time.max.ms",
  "replica.lag.time.ms": "replica.lag.time.max.ms",
  "replication.factor": "default.replication.factor",
  "transaction.state.log.min.insync.replicas": "transaction.state.log.min.isr",
  "unclean.election.enable": "unclean.leader.election.enable",
  "unclean.leader.election": "unclean.leader.election.enable",
  "zookeeper.session.timeout": "zookeeper.session.timeout.ms",
};

const topicSynonyms: Synonyms = {
  "log.retention.hours": "retention.ms",
  "log.retention.minutes": "retention.ms",
  "log.roll.hours": "segment.ms",
  "log.roll.jitter.hours": "segment.jitter.ms",
  "log.segment.ms": "segment.ms",
  "log.segments.ms": "segment.ms",
  "max.message.size": "max.message.bytes",
  "min.in.sync.replicas": "min.insync.replicas",
  "min.isr": "min.insync.replicas",
  "min.sync.replica": "min.insync.replicas",
  "min.sync.replicas": "min.insync.replicas",
  "retention.hours": "retention.ms",
  "retention.minutes": "retention.ms",
  "segment.size": "segment.bytes",
  "unclean.leader.election": "unclean.leader.election.enable",
};

/** Old Scala clients, librdkafka and plain slips; shared by producer and consumer files. */
const clientSynonyms: Synonyms = {
  "bootstrap.server": "bootstrap.servers",
  brokers: "bootstrap.servers",
  "broker.list": "bootstrap.servers",
  clientid: "client.id",
  "metadata.broker.list": "bootstrap.servers",
  "request.timeout": "request.timeout.ms",
  "retry.backoff": "retry.backoff.ms",
  "socket.timeout.ms": "request.timeout.ms",
};

const producerSynonyms: Synonyms = {
  ...clientSynonyms,
  ack: "acks",
  "batch.bytes": "batch.size",
  "batch.num.messages": "batch.size",
  "compression.codec": "compression.type",
  "delivery.timeout": "delivery.timeout.ms",
  "enable.idempotent": "enable.idempotence",
  idempotence: "enable.idempotence",
  "idempotence.enable": "enable.idempotence",
  linger: "linger.ms",
  "max.in.flight": "max.in.flight.requests.per.connection",
  "max.in.flight.requests": "max.in.flight.requests.per.connection",
  "max.in.flight.requests.per.count": "max.in.flight.requests.per.connection",
  "message.max.bytes": "max.request.size",
  "message.send.max.retries": "retries",
  "message.timeout.ms": "delivery.timeout.ms",
  "metadata.fetch.timeout.ms": "max.block.ms",
  "block.on.buffer.full": "max.block.ms",
  "queue.buffering.max.kbytes": "buffer.memory",
  "queue.buffering.max.ms": "linger.ms",
  "request.required.acks": "acks",
  "timeout.ms": "request.timeout.ms",
};

const consumerSynonyms: Synonyms = {
  ...clientSynonyms,
  "auto.commit.enable": "enable.auto.commit",
  "fetch.max.wait": "fetch.max.wait.ms",
  "fetch.message.max.bytes": "max.partition.fetch.bytes",
  "fetch.wait.max.ms": "fetch.max.wait.ms",
  "heatbeat.integer.ms": "heartbeat.interval.ms",
  "heartbeat.ms": "heartbeat.interval.ms",
  "max.poll.interval": "max.poll.interval.ms",
  "offset.reset": "auto.offset.reset",
  "session.timeout": "session.timeout.ms",
};

const synonyms: Readonly<Record<ConfigKind, Synonyms>> = {
  broker: brokerSynonyms,
  topic: topicSynonyms,
  producer: producerSynonyms,
  consumer: consumerSynonyms,
};

/** The key that is meant by a name people really write in a file of that kind, or null. */
export function synonymOf(kind: ConfigKind, name: string): string | null {
  const lower = name.toLowerCase();
  const own = synonyms[kind];
  if (Object.hasOwn(own, lower)) return own[lower] ?? null;
  if (kind === "broker") return Object.hasOwn(brokerKeyOfTopicKey, lower) ? (brokerKeyOfTopicKey[lower] ?? null) : null;
  if (kind !== "topic") return null;
  const counterpart = Object.entries(brokerKeyOfTopicKey).find(([, brokerKey]) => brokerKey === lower);
  return counterpart === undefined ? null : counterpart[0];
}
