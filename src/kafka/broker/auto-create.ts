/** Topics that come to be because somebody needs them (AutoTopicCreationManager): one creation of a name at a time. */
import { hashText, mix } from "../../core/mix.ts";
import { offsetsTopic } from "../group/records.ts";
import type { CreateTopicsRequest } from "../messages/admin.ts";
import { forward, nobody } from "./forwarding.ts";
import { Name } from "./names.ts";
import type { BrokerState } from "./state.ts";

type NewTopic = CreateTopicsRequest["topics"][number];

/** With the defaults of the broker, or as offsets.topic.* says; who needs it asks again until it is there. */
export function autoCreateTopic(state: BrokerState, name: string): void {
  if (state.topicsInCreation.has(name)) return;
  state.topicsInCreation.add(name);
  forward(
    state,
    {
      kind: "CreateTopics",
      name: mix(mix(Name.autoCreate, state.brokerId), hashText(name)),
      correlationId: 0,
      topics: [name === offsetsTopic ? topicOfOffsets(state) : { name, ...brokerDefaults }],
    },
    nobody,
  );
}

const brokerDefaults = { numPartitions: -1, replicationFactor: -1, assignments: null, configs: {} };

/** GroupCoordinatorService.groupMetadataTopicConfigs. */
function topicOfOffsets({ config }: BrokerState): NewTopic {
  const { offsetsTopicNumPartitions, offsetsTopicReplicationFactor, offsetsTopicSegmentBytes } = config.groups;
  return {
    name: offsetsTopic,
    numPartitions: offsetsTopicNumPartitions,
    replicationFactor: offsetsTopicReplicationFactor,
    assignments: null,
    configs: {
      "cleanup.policy": "compact",
      "compression.type": "producer",
      "segment.bytes": String(offsetsTopicSegmentBytes),
    },
  };
}
