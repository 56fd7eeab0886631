/**
 * Names that files of Kafka Connect, MirrorMaker and Kafka Streams use beside the client keys, so that such a file is
 * recognised and its keys are listed. Nothing of them is modelled. Source: the ConfigDefs of their classes, 2.5 … 4.3.
 */
function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

export const connectKeys: readonly string[] = words(`
    access.control.allow.methods access.control.allow.origin admin.listeners config.action.reload
    config.storage.replication.factor config.storage.topic connect.protocol connector.class
    connector.client.config.override.policy connector.plugin.version errors.deadletterqueue.context.headers.enable
    errors.deadletterqueue.topic.name errors.deadletterqueue.topic.replication.factor errors.log.enable
    errors.log.include.messages errors.retry.delay.max.ms errors.retry.timeout errors.tolerance
    exactly.once.source.support exactly.once.support header.converter header.converter.plugin.version
    inter.worker.key.generation.algorithm inter.worker.key.size inter.worker.key.ttl.ms
    inter.worker.signature.algorithm inter.worker.verification.algorithms internal.key.converter
    internal.value.converter key.converter key.converter.plugin.version listeners name offset.flush.interval.ms
    offset.flush.timeout.ms offset.storage.file.filename offset.storage.partitions offset.storage.replication.factor
    offset.storage.topic offsets.storage.topic plugin.discovery plugin.path predicates rebalance.timeout.ms
    response.http.headers.config rest.advertised.host.name rest.advertised.listener rest.advertised.port
    rest.extension.classes rest.host.name rest.port scheduled.rebalance.max.delay.ms ssl.client.auth
    status.storage.partitions status.storage.replication.factor status.storage.topic task.shutdown.graceful.timeout.ms
    tasks.max tasks.max.enforce topic.creation.enable topic.creation.groups topic.tracking.allow.reset
    topic.tracking.enable topics topics.regex transaction.boundary transaction.boundary.interval.ms transforms
    value.converter value.converter.plugin.version worker.sync.timeout.ms worker.unsync.backoff.ms
`);

/** Also under the names of clusters (`A.bootstrap.servers`) and of flows (`A->B.topics`). */
export const mirrorKeys: readonly string[] = words(`
    add.source.alias.to.metrics admin.timeout.ms checkpoints.topic.replication.factor clusters
    config.properties.blacklist config.properties.exclude config.property.filter.class consumer.poll.timeout.ms
    dedicated.mode.enable.internal.rest emit.checkpoints.enabled emit.checkpoints.interval.seconds
    emit.heartbeats.enabled emit.heartbeats.interval.seconds emit.offset-syncs.enabled enabled forwarding.admin.class
    group.filter.class groups groups.blacklist groups.exclude heartbeats.replication.enabled
    heartbeats.topic.replication.factor offset-syncs.topic.location offset-syncs.topic.replication.factor
    offset.lag.max refresh.groups.enabled refresh.groups.interval.seconds refresh.topics.enabled
    refresh.topics.interval.seconds replication.factor replication.policy.class
    replication.policy.internal.topic.separator.enabled replication.policy.separator source.cluster.alias
    sync.group.offsets.enabled sync.group.offsets.interval.seconds sync.topic.acls.enabled
    sync.topic.acls.interval.seconds sync.topic.configs.enabled sync.topic.configs.interval.seconds
    target.cluster.alias topic.filter.class topics.blacklist topics.exclude use.incremental.alter.configs
`);

export const streamsKeys: readonly string[] = words(`
    acceptable.recovery.lag allow.os.group.write.access application.id application.server
    buffered.records.per.partition built.in.metrics.version cache.max.bytes.buffering commit.interval.ms
    default.client.supplier default.deserialization.exception.handler default.dsl.store default.key.serde
    default.list.key.serde.inner default.list.key.serde.type default.list.value.serde.inner
    default.list.value.serde.type default.production.exception.handler default.timestamp.extractor default.value.serde
    default.windowed.key.serde.inner default.windowed.value.serde.inner deserialization.exception.handler
    dsl.store.format dsl.store.suppliers.class ensure.explicit.internal.resource.naming
    errors.dead.letter.queue.topic.name internal.task.assignor.class log.summary.interval.ms max.task.idle.ms
    max.warmup.replicas num.standby.replicas num.stream.threads partition.grouper poll.ms
    probing.rebalance.interval.ms processing.exception.handler processing.exception.handler.global.enabled
    processing.guarantee processor.wrapper.class production.exception.handler rack.aware.assignment.non_overlap_cost
    rack.aware.assignment.strategy rack.aware.assignment.tags rack.aware.assignment.traffic_cost
    repartition.purge.interval.ms replication.factor rocksdb.config.setter state.cleanup.delay.ms
    state.cleanup.dir.max.age.ms state.dir statestore.cache.max.bytes task.assignor.class task.timeout.ms
    topology.optimization upgrade.from window.size.ms windowed.inner.class.serde
    windowstore.changelog.additional.retention.ms
`);
