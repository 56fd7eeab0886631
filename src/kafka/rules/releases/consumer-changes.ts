/** What consumers did otherwise in earlier releases of the clients, oldest change first. */
import type { ReleaseChange } from "./change.ts";

export const consumerChanges: readonly ReleaseChange[] = [];
