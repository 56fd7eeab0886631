/**
 * Which names a new topic may have (org.apache.kafka.common.internals.Topic): 1 to 249 ASCII letters, digits, '.', '_' and
 * '-', but not "." or "..". Metric names turn '.' into '_', so two names that differ only there collide.
 */
import { type ErrorCode, Errors } from "../errors.ts";

const maxLength = 249;
const legal = /^[a-zA-Z0-9._-]+$/;

/** The log of the quorum itself; no ordinary topic. */
const clusterMetadataTopic = "__cluster_metadata";

export const isLegalTopicName = (name: string): boolean =>
  name.length <= maxLength && legal.test(name) && name !== "." && name !== "..";

const unified = (name: string): string => name.replaceAll(".", "_");

export const collides = (a: string, b: string): boolean => a !== b && unified(a) === unified(b);

/** NONE, or why no topic of this name can be made beside the existing ones. */
export function refuseTopicName(name: string, existing: ReadonlyMap<string, unknown>): ErrorCode {
  if (name === clusterMetadataTopic) return Errors.INVALID_REQUEST;
  if (!isLegalTopicName(name)) return Errors.INVALID_TOPIC_EXCEPTION;
  if (existing.has(name)) return Errors.TOPIC_ALREADY_EXISTS;
  if (!name.includes(".") && !name.includes("_")) return Errors.NONE;
  for (const other of existing.keys()) if (collides(name, other)) return Errors.INVALID_TOPIC_EXCEPTION;
  return Errors.NONE;
}
