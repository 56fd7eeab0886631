/**
 * Broker keys about tiered storage: known, not modelled.
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
  double,
  int,
  long,
  longMax,
  notEmpty,
  since,
  str,
  validBefore,
} from "./config-key.ts";

export const brokerRemoteLogKeys: readonly ConfigKey[] = [
  int("remote.fetch.max.wait.ms", 500, atLeast(1), since("3.8")),
  long("remote.list.offsets.request.timeout.ms", 30000, atLeast(1), since("4.0")),
  long("remote.log.index.file.cache.total.size.bytes", 1073741824, atLeast(1), since("3.7")),
  long("remote.log.index.file.cache.ttl.ms", 900000, since("4.2")),
  int(
    "remote.log.manager.copier.thread.pool.size",
    10,
    atLeast(1),
    before("4.0", -1, "KIP-1030"),
    validBefore("4.0", null),
    since("3.9"),
  ),
  long("remote.log.manager.copy.max.bytes.per.second", longMax, atLeast(1), since("3.8")),
  int("remote.log.manager.copy.quota.window.num", 11, atLeast(1), since("3.8")),
  int("remote.log.manager.copy.quota.window.size.seconds", 1, atLeast(1), since("3.8")),
  int(
    "remote.log.manager.expiration.thread.pool.size",
    10,
    atLeast(1),
    before("4.0", -1, "KIP-1030"),
    validBefore("4.0", null),
    since("3.9"),
  ),
  long("remote.log.manager.fetch.max.bytes.per.second", longMax, atLeast(1), since("3.8")),
  int("remote.log.manager.fetch.quota.window.num", 11, atLeast(1), since("3.8")),
  int("remote.log.manager.fetch.quota.window.size.seconds", 1, atLeast(1), since("3.8")),
  int("remote.log.manager.follower.thread.pool.size", 2, since("4.2")),
  long("remote.log.manager.task.interval.ms", 30000, atLeast(1), since("3.6")),
  long("remote.log.manager.task.retry.backoff.max.ms", 30000, atLeast(1), since("3.6")),
  long("remote.log.manager.task.retry.backoff.ms", 500, atLeast(1), since("3.6")),
  double("remote.log.manager.task.retry.jitter", 0.2, between(0, 0.5), since("3.6")),
  int("remote.log.manager.thread.pool.size", 2, atLeast(1), before("4.0", 10, "KIP-1030"), since("3.6")),
  int("remote.log.metadata.custom.metadata.max.bytes", 128, atLeast(0), since("3.6")),
  str(
    "remote.log.metadata.manager.class.name",
    "org.apache.kafka.server.log.remote.metadata.storage.TopicBasedRemoteLogMetadataManager",
    notEmpty,
    since("3.6"),
  ),
  str("remote.log.metadata.manager.class.path", null, since("3.6")),
  str("remote.log.metadata.manager.impl.prefix", "rlmm.config.", notEmpty, since("3.6")),
  str("remote.log.metadata.manager.listener.name", null, notEmpty, since("3.6")),
  int("remote.log.reader.max.pending.tasks", 100, atLeast(1), since("3.6")),
  int("remote.log.reader.threads", 10, atLeast(1), since("3.6")),
  str("remote.log.storage.manager.class.name", null, notEmpty, since("3.6")),
  str("remote.log.storage.manager.class.path", null, since("3.6")),
  str("remote.log.storage.manager.impl.prefix", "rsm.config.", notEmpty, since("3.6")),
  bool("remote.log.storage.system.enable", false, since("3.6")),
];
