/** Settings of an admin client (AdminClientConfig). */
export interface AdminConfig {
  /** default.api.timeout.ms: a command that is not answered by then has failed. */
  readonly apiTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly retryBackoffMs: number;
  readonly retryBackoffMaxMs: number;
  readonly reconnectBackoffMs: number;
  readonly reconnectBackoffMaxMs: number;
  readonly metadataMaxAgeMs: number;
  readonly metadataRecoveryStrategy: "rebootstrap" | "none";
  readonly metadataRecoveryRebootstrapTriggerMs: number;
}

export const defaultAdminConfig: AdminConfig = {
  apiTimeoutMs: 60_000,
  requestTimeoutMs: 30_000,
  retryBackoffMs: 100,
  retryBackoffMaxMs: 1000,
  reconnectBackoffMs: 50,
  reconnectBackoffMaxMs: 1000,
  metadataMaxAgeMs: 300_000,
  metadataRecoveryStrategy: "rebootstrap",
  metadataRecoveryRebootstrapTriggerMs: 300_000,
};
