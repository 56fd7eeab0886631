/** Uniform, the coordinator's first choice: even and sticky, by one of two ways (UniformAssignor, KIP-848). */
import { assignHeterogeneous } from "./heterogeneous.ts";
import { assignHomogeneous } from "./homogeneous.ts";
import type { ServerAssignor } from "./server-assignor.ts";

export const uniformAssignor: ServerAssignor = {
  name: "uniform",
  assign: (group) => {
    if (group.members.length === 0) return new Map();
    return group.isHomogeneous ? assignHomogeneous(group) : assignHeterogeneous(group);
  },
};
