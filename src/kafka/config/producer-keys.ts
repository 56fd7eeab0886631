/**
 * Producer keys, but for those in `client-keys.ts`.
 * Facts from Kafka's ConfigDefs (tags 2.5.0, 2.8.0, 3.9.0, trunk of October 2024) and its generated
 * documentation of 2.5 … 3.9 and 4.1, what 4.2 and 4.3 added from the log of a 4.3 broker; `docs X`: the documentation of
 * that release shows the change.
 */
import {
  atLeast,
  before,
  between,
  bool,
  type ConfigKey,
  int,
  intMax,
  klass,
  long,
  modelled,
  notEmpty,
  oneOf,
  since,
  str,
} from "./config-key.ts";

export const producerOwnKeys: readonly ConfigKey[] = [
  str("acks", "all", oneOf("all", "-1", "0", "1"), before("3.0", 1, "KIP-679"), modelled),
  int("batch.size", 16384, atLeast(0), modelled),
  long("buffer.memory", 33554432, atLeast(0), modelled),
  int("compression.gzip.level", -1, between(1, 9, -1), since("3.8")),
  int("compression.lz4.level", 9, between(1, 17), since("3.8")),
  str("compression.type", "none", oneOf("none", "gzip", "snappy", "lz4", "zstd"), modelled),
  int("compression.zstd.level", 3, between(-131072, 22), since("3.8")),
  int("delivery.timeout.ms", 120000, atLeast(0), modelled),
  bool("enable.idempotence", true, before("3.0", false, "KIP-679"), modelled),
  bool("internal.auto.downgrade.txn.commit", false),
  klass("key.serializer", null),
  long("linger.ms", 5, atLeast(0), before("4.0", 0, "KIP-1030"), modelled),
  long("max.block.ms", 60000, atLeast(0), modelled),
  int("max.in.flight.requests.per.connection", 5, atLeast(1), modelled),
  int("max.request.size", 1048576, atLeast(0), modelled),
  long("metadata.max.age.ms", 300000, atLeast(0), modelled),
  long("metadata.max.idle.ms", 300000, atLeast(5000)),
  bool("partitioner.adaptive.partitioning.enable", true, since("3.3"), modelled),
  long("partitioner.availability.timeout.ms", 0, atLeast(0), since("3.3")),
  klass(
    "partitioner.class",
    null,
    before("3.3", "org.apache.kafka.clients.producer.internals.DefaultPartitioner", "KIP-794"),
  ),
  bool("partitioner.ignore.keys", false, since("3.3"), modelled),
  int("receive.buffer.bytes", 32768, atLeast(-1)),
  long("reconnect.backoff.max.ms", 1000, atLeast(0), modelled),
  long("reconnect.backoff.ms", 50, atLeast(0), modelled),
  int("request.timeout.ms", 30000, atLeast(0), modelled),
  int("retries", intMax, between(0, intMax), modelled),
  long("retry.backoff.max.ms", 1000, atLeast(0), since("3.7"), modelled),
  long("retry.backoff.ms", 100, atLeast(0), modelled),
  int("transaction.timeout.ms", 60000),
  bool("transaction.two.phase.commit.enable", false, since("4.1")),
  str("transactional.id", null, notEmpty),
  klass("value.serializer", null),
];
