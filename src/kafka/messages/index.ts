/** Every message that nodes exchange: decoded, newest version. */
import type { AdminRequest, AdminResponse } from "./admin.ts";
import type * as C from "./controller.ts";
import type { FetchRequest, FetchResponse } from "./fetch.ts";
import type { MetadataRequest, MetadataResponse } from "./metadata.ts";
import type * as O from "./offsets.ts";
import type { OperatorMessage } from "./operator.ts";
import type { ProduceRequest, ProduceResponse } from "./produce.ts";

export type KafkaRequest =
  | ProduceRequest
  | FetchRequest
  | MetadataRequest
  | O.ListOffsetsRequest
  | O.OffsetForLeaderEpochRequest
  | O.DeleteRecordsRequest
  | O.InitProducerIdRequest
  | AdminRequest
  | C.BrokerRegistrationRequest
  | C.BrokerHeartbeatRequest
  | C.AlterPartitionRequest
  | C.AllocateProducerIdsRequest
  | C.MetadataFetchRequest;

export type KafkaResponse =
  | ProduceResponse
  | FetchResponse
  | MetadataResponse
  | O.ListOffsetsResponse
  | O.OffsetForLeaderEpochResponse
  | O.DeleteRecordsResponse
  | O.InitProducerIdResponse
  | AdminResponse
  | C.BrokerRegistrationResponse
  | C.BrokerHeartbeatResponse
  | C.AlterPartitionResponse
  | C.AllocateProducerIdsResponse
  | C.MetadataFetchResponse;

export type KafkaMessage = KafkaRequest | KafkaResponse | OperatorMessage;
