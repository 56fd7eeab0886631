/** What a trial does with each modelled key: one line a name, as keys of one name mean the same wherever they stand. */
export const keyEffects: Readonly<Record<string, string>> = {
  acks: "What a send waits for. Only acks=all promises no-acked-loss; 0 and 1 switch an implied idempotence off, and a loss is then a statistic.",
  "auto.create.topics.enable":
    "A metadata request for an unknown topic creates it, with num.partitions and default.replication.factor.",
  "auto.leader.rebalance.enable": "The controller gives leadership back to preferred replicas.",
  "auto.offset.reset": "Where a reader goes on when its position is out of range: what it skips then is legal.",
  "batch.size": "How many bytes a producer gathers for a partition before a batch is full.",
  "broker.heartbeat.interval.ms":
    "How often a broker tells the controller that it lives. At or above the session timeout it is refused; above three quarters of it progress is not promised.",
  "broker.id":
    "Tells servers apart: equal ids are refused (DUPLICATE_BROKER_REGISTRATION). Brokers are b1, b2, … in a trial.",
  "broker.rack": "Spreads replicas over racks and lets rack outages happen (profiles power-loss and network).",
  "broker.session.timeout.ms":
    "Without heartbeats for so long a broker is fenced and its leaderships move; a new incarnation is refused before that.",
  "buffer.memory": "What a producer may hold unsent; a send waits max.block.ms for room, then fails.",
  "cleanup.policy": "delete, compact or both: what may legally disappear from a log.",
  "client.rack":
    "With the rack-aware selector a reader reads from a replica in its rack, up to that replica's high watermark.",
  "compression.type": "Scales the size of batches: byte limits count the compressed size.",
  "controlled.shutdown.enable": "A broker that is stopped in order hands its leaderships over first.",
  "default.replication.factor": "Copies of topics that no file describes; at least so many brokers are judged.",
  "delete.retention.ms": "How long a tombstone stays after the cleaning that first saw it.",
  "delivery.timeout.ms":
    "When a producer gives a record up: a send still open after max.block.ms and this breaks progress.",
  "eligible.leader.replicas.enable":
    "KIP-966: an unclean restart takes a broker out of ISR and ELR, so that power losses of min.insync.replicas - 1 replicas are survived. Since 4.0 it is a feature (kafka-features), no line of a file.",
  "enable.idempotence": "Producer ids and sequences: promises no-duplicate and per-key-order within a session.",
  "fetch.max.bytes":
    "What one fetch response may hold, at a broker or for a reader; the first batch is served whatever its size.",
  "fetch.max.wait.ms": "How long a broker may wait for fetch.min.bytes.",
  "fetch.min.bytes": "A fetch is answered when so much is there, or fetch.max.wait.ms have passed.",
  "file.delete.delay.ms": "How long the files of a deleted segment stay.",
  "flush.messages":
    "After so many records a log is flushed. 1: every append is on the platter before it is answered, and all power losses are survived.",
  "flush.ms": "A log is flushed at the latest after so long.",
  "index.interval.bytes": "How far apart index entries are: a segment rolls when its index is full.",
  "initial.broker.registration.timeout.ms":
    "A broker that is not registered by then ends. A cluster whose brokers all end so is refused.",
  "isolation.level":
    "With read_committed a reader is shown nothing beyond the last stable offset; without transactions that is the high watermark.",
  "leader.imbalance.check.interval.seconds": "How often the controller looks for leaderships to give back.",
  "leader.imbalance.per.broker.percentage":
    "Read by the ZooKeeper controller only; the quorum controller, which every trial has, ignores it.",
  "linger.ms": "How long a batch waits to be filled.",
  "log.cleaner.backoff.ms": "How often the cleaner looks for logs to compact.",
  "log.cleaner.enable": "Without the cleaner compacted topics keep everything.",
  "log.dir": "One data directory, unless log.dirs is set.",
  "log.dirs": "How many disks a broker has: each may fail, fill up or be lost alone.",
  "log.flush.offset.checkpoint.interval.ms":
    "How often recovery points are written: what lies behind is recovered after an unclean stop.",
  "log.flush.scheduler.interval.ms": "How often logs are looked at for log.flush.interval.ms.",
  "log.flush.start.offset.checkpoint.interval.ms": "How often log starts are written to disk.",
  "log.retention.check.interval.ms": "How often segments beyond their retention are looked for.",
  "log.retention.hours": "As log.retention.ms, if neither that nor minutes are set.",
  "log.retention.minutes": "As log.retention.ms, if that is not set.",
  "log.roll.hours": "As log.roll.ms, if that is not set.",
  "log.roll.jitter.hours": "As log.roll.jitter.ms, if that is not set.",
  "max.block.ms": "How long a send waits for metadata or buffer space before it fails.",
  "max.compaction.lag.ms": "A dirty segment older than this is compacted whatever the ratio.",
  "max.in.flight.requests.per.connection":
    "More than one without idempotence lets retries overtake: per-key-order is then not promised. More than five with it is refused, or switches it off up to 3.x.",
  "max.incremental.fetch.session.cache.slots":
    "How many fetch sessions a broker remembers; others fetch in full each time.",
  "max.message.bytes": "The largest batch that a leader takes (MESSAGE_TOO_LARGE).",
  "max.partition.fetch.bytes": "What a fetch returns of one partition; its first batch comes whatever its size.",
  "max.poll.records": "How many records one poll hands out.",
  "max.request.size": "The largest record that a producer sends, and the largest request.",
  "message.timestamp.after.max.ms": "A record further in the future is refused (INVALID_TIMESTAMP).",
  "message.timestamp.before.max.ms": "A record further in the past is refused (INVALID_TIMESTAMP).",
  "message.timestamp.difference.max.ms": "Both bounds in one, up to 3.9 (KIP-937).",
  "message.timestamp.type":
    "CreateTime: the producer's clock; LogAppendTime: the leader's. Rolling, retention and look-ups go by it.",
  "metadata.max.age.ms": "Clients ask for metadata at the latest after so long.",
  "min.cleanable.dirty.ratio": "How much of a log must be dirty before it is compacted.",
  "min.compaction.lag.ms": "Younger records are not compacted.",
  "min.insync.replicas":
    "With fewer in sync acks=all is refused and the high watermark stands still; ISR and ELR together keep so many complete replicas. Above the number of replicas it counts as that number since 3.7, and refuses everything before.",
  "node.id": "As broker.id.",
  "num.partitions": "Partitions of topics that no file describes (two or three are judged).",
  "num.recovery.threads.per.data.dir": "How many logs of a directory are recovered at once after an unclean stop.",
  "partitioner.adaptive.partitioning.enable": "Keyless records go more often where fewer batches wait.",
  "partitioner.ignore.keys":
    "Keyed records are spread like keyless ones: per-key-order is then judged per partition alone.",
  "process.roles": "A node that is a controller only is no broker; every trial has one controller of its own.",
  "producer.id.expiration.check.interval.ms": "How often leaders forget idle producers.",
  "producer.id.expiration.ms":
    "When a leader forgets an idle producer. Less than an hour above max.block.ms + delivery.timeout.ms: a retry may be taken for new, and neither no-duplicate nor per-key-order is promised.",
  "reconnect.backoff.max.ms": "The longest pause before a client connects again.",
  "reconnect.backoff.ms": "The first pause before a client connects again.",
  "replica.fetch.backoff.ms": "How long a follower waits after a failed fetch.",
  "replica.fetch.max.bytes": "What a follower fetches of one partition; the first batch comes whatever its size.",
  "replica.fetch.min.bytes":
    "A follower's fetch is answered when so much is there, or after replica.fetch.wait.max.ms.",
  "replica.fetch.response.max.bytes": "What one response to a follower may hold.",
  "replica.fetch.wait.max.ms":
    "How long a leader may hold a follower's fetch. Close to replica.socket.timeout.ms progress is not promised.",
  "replica.high.watermark.checkpoint.interval.ms":
    "How often high watermarks are written to disk; a restart begins there.",
  "replica.lag.time.max.ms":
    "A follower that has not caught up for so long leaves the ISR (looked at every half of it).",
  "replica.selector.class":
    "The rack-aware selector lets readers read from followers (KIP-392); any other class reads from the leader.",
  "replica.socket.timeout.ms": "When a follower gives up a fetch.",
  "request.timeout.ms": "When a client gives up a request, drops the connection and tries again.",
  "retention.bytes": "A log keeps at least so much; whole closed segments beyond it go.",
  "retention.ms": "Segments whose newest record is older go; -1: for ever. A reader that comes too late is reset.",
  retries: "How often a batch is sent again. 0 switches an implied idempotence off.",
  "retry.backoff.max.ms": "The longest pause before a request is sent again (exponential since 3.7, KIP-580).",
  "retry.backoff.ms": "The first pause before a request is sent again; the only one up to 3.6.",
  "segment.bytes": "When a segment is closed: only closed segments expire or are compacted.",
  "segment.index.bytes": "A segment with a full index is closed.",
  "segment.jitter.ms": "How much earlier than segment.ms a segment may be closed.",
  "segment.ms": "After so long a segment is closed.",
  "unclean.leader.election.enable":
    "Lets a replica outside the ISR lead when nobody else lives: ends no-acked-loss and stable-reads.",
  "unclean.leader.election.interval.ms": "How often the controller looks for partitions to elect uncleanly.",
};
