/** Every message that nodes exchange: decoded, newest version. */
import type { AdminRequest, AdminResponse } from "./admin.ts";
import type { ControllerRequest, ControllerResponse } from "./controller.ts";
import type { FetchRequest, FetchResponse } from "./fetch.ts";
import type { CoordinatorRequest, CoordinatorResponse, GroupRequest, GroupResponse } from "./groups.ts";
import type { MetadataRequest, MetadataResponse } from "./metadata.ts";
import type { OffsetsRequest, OffsetsResponse } from "./offsets.ts";
import type { OperatorMessage } from "./operator.ts";
import type { ProduceRequest, ProduceResponse } from "./produce.ts";

export type KafkaRequest =
  | ProduceRequest
  | FetchRequest
  | MetadataRequest
  | OffsetsRequest
  | CoordinatorRequest
  | GroupRequest
  | AdminRequest
  | ControllerRequest;

export type KafkaResponse =
  | ProduceResponse
  | FetchResponse
  | MetadataResponse
  | OffsetsResponse
  | CoordinatorResponse
  | GroupResponse
  | AdminResponse
  | ControllerResponse;

export type KafkaMessage = KafkaRequest | KafkaResponse | OperatorMessage;
