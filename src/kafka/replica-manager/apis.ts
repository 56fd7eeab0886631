/** The requests that are the replica manager's own matter. */
import type { ApiTable } from "../api-table.ts";
import { handleDeleteRecords } from "./api/delete-records.ts";
import { handleFetch } from "./api/fetch.ts";
import { handleListOffsets } from "./api/list-offsets.ts";
import { handleOffsetForLeaderEpoch } from "./api/offset-for-leader-epoch.ts";
import { handleProduce } from "./api/produce.ts";
import type { ReplicaManager } from "./replica-manager.ts";

export type ReplicaRequestKind = "Produce" | "Fetch" | "ListOffsets" | "OffsetForLeaderEpoch" | "DeleteRecords";

export const replicaApis: ApiTable<ReplicaManager, ReplicaRequestKind> = {
  Produce: handleProduce,
  Fetch: handleFetch,
  ListOffsets: handleListOffsets,
  OffsetForLeaderEpoch: handleOffsetForLeaderEpoch,
  DeleteRecords: handleDeleteRecords,
};
