package org.apache.kafka.storage.internals.log;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.*;
import org.apache.kafka.common.record.internal.*;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.server.storage.log.UnexpectedAppendOffsetException;
import org.apache.kafka.server.util.Scheduler;
import org.apache.kafka.storage.log.metrics.BrokerTopicStats;

/**
 * Kafka's own log of one partition, told what to do line by line on stdin. Each line is answered by one on stdout: an error
 * code or an offset, then everything that can be seen of the log. FLUSH sends what was answered. Compiled against the jars of
 * the release that is asked; in Kafka's package, as not all of it can be seen from elsewhere.
 */
public class LogOracle {
    private static final int EPOCHS = 12;
    private static final int OUT_OF_RANGE = 1;

    private final Path root;
    private final LogConfig config;
    private final Clock clock = new Clock();
    private Path folder;
    private int folders = 0;
    private UnifiedLog log;
    /** What the checkpoint files of the log directory hold. */
    private long checkpointedStart;
    private long checkpointedRecoveryPoint;
    private long checkpointedHighWatermark;

    private LogOracle(Path root, String retentionMs) {
        this.root = root;
        this.config = new LogConfig(Map.of(
            "index.interval.bytes", "0",
            "segment.index.bytes", "10000",
            "retention.ms", retentionMs,
            "file.delete.delay.ms", "0"));
    }

    /** The clock of a test: it stands still until it is moved. */
    private static class Clock implements Time {
        long nowMs = 1_000_000_000_000L;

        public long milliseconds() {
            return nowMs;
        }

        public long nanoseconds() {
            return nowMs * 1_000_000;
        }

        public void sleep(long ms) {
            nowMs += ms;
        }

        public void waitObject(Object object, Supplier<Boolean> condition, long deadlineMs) {
            throw new UnsupportedOperationException();
        }
    }

    /** What is to be done once is done at once; what is to be done again and again is told by lines. */
    private static class AtOnce implements Scheduler {
        private static final ScheduledThreadPoolExecutor NEVER = new ScheduledThreadPoolExecutor(0);

        static {
            NEVER.setRemoveOnCancelPolicy(true);
        }

        public void startup() { }

        public void shutdown() { }

        public void resizeThreadPool(int threads) { }

        public ScheduledFuture<?> schedule(String name, Runnable task, long delayMs, long periodMs) {
            if (periodMs < 0) task.run();
            ScheduledFuture<?> future = NEVER.schedule(() -> { }, 1000, TimeUnit.DAYS);
            if (periodMs < 0) future.cancel(false);
            return future;
        }
    }

    private void open(boolean clean) throws IOException {
        log = UnifiedLog.create(folder.toFile(), config, checkpointedStart, checkpointedRecoveryPoint, new AtOnce(),
            new BrokerTopicStats(), clock, 900_000, new ProducerStateManagerConfig(86_400_000, false), 600_000,
            new LogDirFailureChannel(10), clean, Optional.of(Uuid.ONE_UUID));
        log.updateHighWatermark(checkpointedHighWatermark);
    }

    private Path newFolder() throws IOException {
        return Files.createDirectories(root.resolve("log-" + folders++).resolve("topic-0"));
    }

    private String begin() throws IOException {
        if (log != null) log.close();
        checkpointedStart = 0;
        checkpointedRecoveryPoint = 0;
        checkpointedHighWatermark = 0;
        clock.nowMs = 1_000_000_000_000L;
        folder = newFolder();
        open(true);
        return "0";
    }

    /** A process that dies leaves its files as they are. */
    private String crash() throws IOException {
        Path copy = newFolder();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) Files.copy(file, copy.resolve(file.getFileName()));
        }
        log.close();
        folder = copy;
        open(false);
        return "0";
    }

    private String restart() throws IOException {
        log.flush(true);
        log.close();
        checkpoint();
        open(true);
        return "0";
    }

    private String checkpoint() {
        checkpointedStart = log.logStartOffset();
        checkpointedHighWatermark = log.highWatermark();
        checkpointedRecoveryPoint = log.recoveryPoint();
        return "0";
    }

    private MemoryRecords batch(long baseOffset, int batchEpoch, String[] words, int from, int count) {
        SimpleRecord[] records = new SimpleRecord[count];
        for (int i = 0; i < count; i++) records[i] = new SimpleRecord(clock.nowMs, "k".getBytes(), "v".getBytes());
        return MemoryRecords.withRecords(RecordBatch.MAGIC_VALUE_V2, baseOffset, Compression.NONE,
            TimestampType.CREATE_TIME, Long.parseLong(words[from]), Short.parseShort(words[from + 1]),
            Integer.parseInt(words[from + 2]), batchEpoch, false, records);
    }

    /** `lead PRODUCER EPOCH SEQUENCE COUNT LEADER-EPOCH` */
    private String appendAsLeader(String[] words) throws IOException {
        long before = log.logEndOffset();
        MemoryRecords records = batch(0, -1, words, 1, Integer.parseInt(words[4]));
        long first = log.appendAsLeader(records, Integer.parseInt(words[5])).firstOffset();
        return first < before ? "0 duplicate" : "0 " + first;
    }

    /** `follow BASE COUNT BATCH-EPOCH PRODUCER EPOCH SEQUENCE LEADER-EPOCH`; as a fetcher does with what an empty log refuses. */
    private String appendAsFollower(String[] words) {
        long base = Long.parseLong(words[1]);
        int count = Integer.parseInt(words[2]);
        int batchEpoch = Integer.parseInt(words[3]);
        int leaderEpoch = Integer.parseInt(words[7]);
        try {
            log.appendAsFollower(batch(base, batchEpoch, words, 4, count), leaderEpoch);
        } catch (UnexpectedAppendOffsetException refused) {
            long end = log.logEndOffset();
            boolean spansEmptyLog = end == log.logStartOffset() && refused.firstOffset < end && refused.lastOffset >= end;
            if (!spansEmptyLog) throw refused;
            log.truncateFullyAndStartAt(refused.firstOffset, Optional.empty());
            log.appendAsFollower(batch(base, batchEpoch, words, 4, count), leaderEpoch);
        }
        return "0";
    }

    private String does(String[] words) throws IOException {
        switch (words[0]) {
            case "begin": return begin();
            case "lead": return appendAsLeader(words);
            case "follow": return appendAsFollower(words);
            case "truncate": log.truncateTo(Long.parseLong(words[1])); return "0";
            case "start-at": log.truncateFullyAndStartAt(Long.parseLong(words[1]), Optional.empty()); return "0";
            case "epoch": log.assignEpochStartOffset(Integer.parseInt(words[1]), log.logEndOffset()); return "0";
            case "high-watermark": log.updateHighWatermark(Long.parseLong(words[1])); return "0";
            case "delete-records":
                log.maybeIncrementLogStartOffset(Long.parseLong(words[1]), LogStartOffsetIncrementReason.ClientRecordDeletion);
                return "0";
            case "roll": if (log.activeSegment().size() > 0) log.roll(); return "0";
            case "pass": clock.sleep(Long.parseLong(words[1])); return "0";
            case "retain": return "0 " + log.deleteOldSegments();
            case "checkpoint": return checkpoint();
            case "crash": return crash();
            case "restart": return restart();
            default: throw new IllegalArgumentException(words[0]);
        }
    }

    private String seen() {
        String ends = IntStream.range(0, EPOCHS)
            .mapToObj(epoch -> log.endOffsetForEpoch(epoch).map(end -> end.epoch() + ":" + end.offset()).orElse("-"))
            .collect(Collectors.joining(" "));
        String producers = new TreeMap<>(log.producerStateManager().activeProducers()).entrySet().stream()
            .map(entry -> entry.getKey() + "/" + entry.getValue().producerEpoch() + "["
                + entry.getValue().batchMetadata().stream()
                    .map(one -> one.firstSeq() + "@" + one.firstOffset())
                    .collect(Collectors.joining(" ")) + "]")
            .collect(Collectors.joining(" "));
        StringBuilder batches = new StringBuilder();
        for (LogSegment segment : log.logSegments()) {
            batches.append(segment.baseOffset()).append("(");
            for (RecordBatch one : segment.log().batches())
                batches.append("[").append(one.baseOffset()).append("-").append(one.lastOffset()).append(" e")
                    .append(one.partitionLeaderEpoch()).append("]");
            batches.append(")");
        }
        return String.join("|", "start " + log.logStartOffset(), "high watermark " + log.highWatermark(),
            "end " + log.logEndOffset(), "epoch " + log.latestEpoch().orElse(-1), "ends " + ends,
            "producers " + producers, "batches " + batches);
    }

    private static String codeOf(Throwable refused) {
        if (refused instanceof UnexpectedAppendOffsetException || refused instanceof OffsetsOutOfOrderException)
            return String.valueOf(OUT_OF_RANGE);
        short code = Errors.forException(refused).code();
        return code == -1 ? "-1 " + refused : String.valueOf(code);
    }

    private String answer(String line) {
        String answered;
        try {
            answered = does(line.split(" "));
        } catch (Exception | StackOverflowError refused) {
            answered = codeOf(refused);
        }
        return answered + "|" + seen();
    }

    /** `args`: the folder for the logs, and their retention.ms. */
    public static void main(String[] args) throws IOException {
        LogOracle oracle = new LogOracle(Path.of(args[0]), args[1]);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        PrintStream out = new PrintStream(new java.io.BufferedOutputStream(System.out, 1 << 16));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.equals("FLUSH")) out.flush();
            else out.println(oracle.answer(line));
        }
        out.flush();
        System.exit(0);
    }
}
