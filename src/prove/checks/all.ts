/** The checks of each kind of model, in the order in which a state is judged. */
import type { Check } from "./check.ts";
import { isrSuperset, leaderInIsr, leaderUnique, validIsr } from "./isr-checks.ts";
import { committedStable, logMatching, oneValuePerOffset, strongIsr } from "./log-checks.ts";
import { ackedIsCommitted, noDuplicate, producerOrder } from "./producer-checks.ts";

const logChecks: readonly Check[] = [committedStable, oneValuePerOffset, logMatching, strongIsr, leaderUnique];
const isrChecks: readonly Check[] = [leaderInIsr, validIsr, isrSuperset];
const producerChecks: readonly Check[] = [noDuplicate, producerOrder, ackedIsCommitted];

export const clusterChecks: readonly Check[] = [...logChecks, ...isrChecks];
export const allChecks: readonly Check[] = [...clusterChecks, ...producerChecks];
