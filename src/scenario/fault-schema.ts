/** The shape of a fault in a scenario file; unknown kinds and fields are refused. */
import { z } from "zod";
import type { AdminAction, Fault, MembershipAction } from "../chaos/fault.ts";
import { trialObservations } from "../check/observer.ts";
import { nodeNamePattern } from "../core/ids.ts";
import { anchorEventsOf } from "../core/observer.ts";

/** Virtual ms: up to eleven days. */
const ms = z.number().int().min(0).max(1e9);
const whole = z.number().int().min(0);
const count = z.number().int().min(0).max(10_000);
/** -1: all disks. */
const disk = z.number().int().min(-1).max(15);
const node = z.string().regex(nodeNamePattern, "a node such as b1, controller, producer-0 or consumer-1");
const nodes = z.array(node).min(1);

const trigger = z.union([
  z.strictObject({ at: ms }),
  z.strictObject({
    on: z.enum(anchorEventsOf(trialObservations)),
    /** -1: nobody, as when a partition is left without a leader. */
    node: z.number().int().min(-1).optional(),
    topicPartition: z.string().optional(),
    offset: whole.optional(),
    leaderEpoch: whole.optional(),
    sinceMs: ms.optional(),
    nth: z.number().int().min(1).optional(),
    withSends: z.boolean().optional(),
  }),
]);

const base = { id: whole, trigger };
const fault = <K extends Fault["kind"], S extends z.ZodRawShape>(kind: K, shape: S) =>
  z.strictObject({ ...base, kind: z.literal(kind), ...shape });

const topic = z.string().min(1);
const broker = z.number().int().min(1).max(99);

const adminActionSchema: z.ZodType<AdminAction | MembershipAction> = z.discriminatedUnion("do", [
  z.strictObject({ do: z.literal("reassign"), topic, partition: whole, replicas: z.array(whole).min(1) }),
  z.strictObject({ do: z.literal("add-partitions"), topic, count }),
  z.strictObject({ do: z.literal("alter-config"), topic, key: z.string(), value: z.string().nullable() }),
  z.strictObject({ do: z.literal("elect-preferred") }),
  z.strictObject({ do: z.literal("elect-unclean"), topic, partition: whole }),
  z.strictObject({
    do: z.literal("create-topic"),
    topic,
    partitions: count,
    replicationFactor: count,
    configs: z.record(z.string(), z.string()).optional(),
  }),
  z.strictObject({ do: z.literal("add-broker"), broker }),
  z.strictObject({ do: z.literal("remove-broker"), broker }),
  z.strictObject({ do: z.literal("delete-topic"), topic }),
  z.strictObject({ do: z.literal("delete-records"), topic, partition: whole, offset: z.number().int() }),
]);

export const faultSchema: z.ZodType<Fault> = z.discriminatedUnion("kind", [
  fault("process-crash", { node, downMs: ms }),
  fault("power-loss", { nodes, downMs: ms, tail: z.enum(["none", "torn"]) }),
  fault("rack-outage", { rack: z.string(), power: z.boolean(), downMs: ms }),
  fault("pause", { node, durationMs: ms }),
  fault("controlled-shutdown", { node, downMs: ms }),
  fault("rolling-restart", { downMs: ms, gapMs: ms }),
  fault("disk-wipe", { node, disk, downMs: ms }),
  fault("disk-fail", { node, disk, durationMs: ms }),
  fault("disk-full", { node, disk, durationMs: ms }),
  fault("disk-slow", { node, disk, factor: z.number().int().min(1).max(1_000_000), durationMs: ms }),
  fault("cut", { from: nodes, to: nodes, oneWay: z.boolean(), durationMs: ms }),
  fault("isolate", { node, durationMs: ms }),
  fault("slow-link", { from: node, to: node, extraMs: ms, durationMs: ms }),
  fault("reset", { from: node, to: node }),
  fault("clock-jump", { node, jumpMs: z.number().int().min(-1e9).max(1e9) }),
  fault("clock-drift", { node, driftPpm: z.number().int().min(-900_000).max(10_000_000), durationMs: ms }),
  fault("session-loss", { node, durationMs: ms }),
  fault("client-crash", { node, downMs: ms }),
  fault("client-pause", { node, durationMs: ms }),
  fault("admin", { action: adminActionSchema, via: z.literal("controller").optional() }),
]);
