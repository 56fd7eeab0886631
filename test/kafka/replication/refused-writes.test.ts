/** What a disk refuses beside appends takes its directory offline too (LogDirFailureChannel). */
import { describe, expect, test } from "vitest";
import { Errors } from "../../../src/kafka/errors.ts";
import { deleteRecords } from "../../../src/kafka/replication/delete-records.ts";
import {
  type Cluster,
  deliver,
  fetch,
  newCluster,
  nodeOf,
  partitionOn,
  request,
  serve,
  tell,
  tellAll,
  write,
} from "./cluster.ts";

/** Brokers 1 and 2 in two epochs of broker 1, with one record in each. */
function twoEpochs(): Cluster {
  const cluster = newCluster({ brokers: 2 });
  for (const epoch of [1, 2]) {
    tellAll(cluster, { leader: 1, epoch });
    write(cluster, 1);
    for (let i = 0; i < 3; i++) fetch(cluster, 2, 1);
  }
  return cluster;
}

describe("a disk that refuses", () => {
  test("the epochs of a shorter log start, on the leader", () => {
    const cluster = twoEpochs();
    nodeOf(cluster, 1).disk.full = true;
    expect(deleteRecords(partitionOn(cluster, 1), 2, nodeOf(cluster, 1).env).errorCode).toBe(Errors.NONE);
    expect(nodeOf(cluster, 1).asked.failedDirs).toBe(1);
  });

  test("the same on a follower", () => {
    const cluster = twoEpochs();
    deleteRecords(partitionOn(cluster, 1), 2, nodeOf(cluster, 1).env);
    nodeOf(cluster, 2).disk.full = true;
    fetch(cluster, 2, 1);
    expect(nodeOf(cluster, 2).asked.failedDirs).toBe(1);
  });

  test("the epochs of a truncated log", () => {
    const cluster = twoEpochs();
    tell(cluster, 2, { leader: 2, epoch: 3 });
    write(cluster, 2);
    tell(cluster, 1, { leader: 1, epoch: 4 });
    tell(cluster, 2, { leader: 1, epoch: 4 });
    const asked = request(cluster, 2, 1)!;
    nodeOf(cluster, 2).disk.full = true;
    deliver(cluster, 2, 1, serve(cluster, 1, asked));
    expect(partitionOn(cluster, 2).log.logEndOffset).toBe(2);
    expect(nodeOf(cluster, 2).asked.failedDirs).toBe(1);
  });
});
