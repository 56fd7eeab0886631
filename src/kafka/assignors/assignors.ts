/** The assignors that consumers of a classic group can offer (partition.assignment.strategy). */
import type { AssignorName } from "../config/resolve-group.ts";
import type { PartitionAssignor } from "./assignor.ts";
import { cooperativeStickyAssignor } from "./cooperative-sticky-assignor.ts";
import { rangeAssignor } from "./range-assignor.ts";
import { roundRobinAssignor } from "./round-robin-assignor.ts";
import { stickyAssignor } from "./sticky-assignor.ts";

export const assignors: Readonly<Record<AssignorName, PartitionAssignor>> = {
  range: rangeAssignor,
  roundrobin: roundRobinAssignor,
  sticky: stickyAssignor,
  "cooperative-sticky": cooperativeStickyAssignor,
};
