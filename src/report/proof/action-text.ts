/** A step of a model in words, where no machine had anything to tell of it. */
import { nodeName } from "../../core/ids.ts";
import { errorName } from "../../kafka/errors.ts";
import type { EpochEndOffset } from "../../kafka/messages/fetch.ts";
import { actionOf } from "../../prove/action.ts";
import type { Parcel } from "../../prove/fields/message-fields.ts";
import { whoIs } from "../story/names.ts";

export function actionText(action: number, parcel: Parcel | null): string {
  const { kind, a, b } = actionOf(action);
  const who = nodeName(a);
  switch (kind) {
    case "apply":
      return `${who} applies the metadata log`;
    case "append":
      return `${who} appends a record`;
    case "lag":
      return `${who} has heard of no follower for replica.lag.time.max.ms`;
    case "retry":
      return `${who} asks again after its back-off`;
    case "wait-over":
      return `the fetches that wait at ${who} have waited long enough`;
    case "elect":
      return `${who} is elected`;
    case "expire":
      return `the session of ${who} expires`;
    case "crash":
      return `${who} crashes`;
    case "start":
      return `${who} starts again`;
    case "unfence":
      return `the controller unfences ${who}`;
    case "disconnect":
      return `the connection of ${who} to ${whoIs(b)} is lost`;
    case "lose-client":
      return `the connection of the producer to ${who} is lost`;
    case "refresh":
      return `the producer asks ${who} for metadata`;
    default:
      return parcel === null ? kind : `${isLate(kind) ? "late: " : ""}${messageText(parcel)}`;
  }
}

const isLate = (kind: string): boolean => kind === "deliver-late" || kind === "late-produce";

function messageText({ from, to, body }: Parcel): string {
  const sender = whoIs(from);
  const reader = whoIs(to);
  switch (body.kind) {
    case "Fetch": {
      const asked = body.partitions[0];
      if (asked === undefined) return `the fetch of ${sender} reaches ${reader}`;
      return `the fetch of ${sender} from offset ${asked.fetchOffset} in epoch ${asked.currentLeaderEpoch} reaches ${reader}`;
    }
    case "FetchResponse": {
      const part = body.partitions[0];
      if (part === undefined || part.errorCode !== 0)
        return `${reader} hears of ${sender}: ${errorName(part?.errorCode ?? body.errorCode)}`;
      return `${reader} hears of ${sender}: ${divergence(part.divergingEpoch)}`;
    }
    case "OffsetForLeaderEpoch":
      return `${sender} asks ${reader} where epoch ${body.partitions[0]?.leaderEpoch} ends`;
    case "OffsetForLeaderEpochResponse": {
      const part = body.partitions[0]!;
      if (part.errorCode !== 0) return `${reader} hears of ${sender}: ${errorName(part.errorCode)}`;
      if (part.endOffset < 0) return `${reader} hears of ${sender} that it does not know that epoch`;
      return `${reader} hears of ${sender} that epoch ${part.leaderEpoch} ends at offset ${part.endOffset}`;
    }
    case "ListOffsets":
      return `${sender} asks ${reader} where its log ends`;
    case "ListOffsetsResponse":
      return `${reader} hears of ${sender} where its log ends`;
    case "AlterPartition":
      return `the ISR that ${sender} proposes reaches the controller`;
    case "AlterPartitionResponse":
      return `${reader} hears of the controller: ${errorName(body.partitions[0]?.errorCode ?? body.errorCode)}`;
    case "Produce":
      return `the request of ${sender} reaches ${reader}`;
    case "ProduceResponse":
      return `${reader} hears of ${sender}: ${errorName(body.partitions[0]?.errorCode ?? 0)}`;
  }
}

const divergence = (diverging: EpochEndOffset | null): string =>
  diverging === null ? "nothing new" : `epoch ${diverging.epoch} ends at offset ${diverging.endOffset}`;
