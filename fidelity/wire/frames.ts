/** Requests and responses as they stand on a connection: a length, a header, the message. */
import { ByteReader, ByteWriter } from "./bytes.ts";
import { decode, encode, type Fields, isFlexible, skipTaggedFields } from "./codec.ts";
import type { MessageDefinitions } from "./message-definition.ts";

export interface RequestHeader {
  readonly apiKey: number;
  readonly version: number;
  readonly correlationId: number;
}

/** Its answer has a header without tagged fields: who asks does not know yet what the broker speaks (KIP-511). */
const apiVersionsKey = 18;

export const correlationIdOf = (response: Buffer): number => response.readInt32BE(0);

export function requestFrame(
  definitions: MessageDefinitions,
  header: RequestHeader,
  clientId: string,
  body: Fields,
): Buffer {
  const { apiKey, version, correlationId } = header;
  const definition = definitions.of("request", apiKey);
  const writer = new ByteWriter();
  writer.int(apiKey, 2);
  writer.int(version, 2);
  writer.int(correlationId, 4);
  const name = Buffer.from(clientId);
  writer.int(name.length, 2);
  writer.raw(name);
  if (isFlexible(definition, version)) writer.unsignedVarint(0);
  writer.raw(encode(definition, version, body));
  return withLength(writer.done());
}

/** `frame`: without its length. */
export function requestIn<Request extends object>(
  definitions: MessageDefinitions,
  frame: Buffer,
): RequestHeader & { readonly body: Request } {
  const reader = new ByteReader(frame);
  const [apiKey, version, correlationId] = [reader.int(2), reader.int(2), reader.int(4)];
  reader.raw(Math.max(0, reader.int(2)));
  const definition = definitions.of("request", apiKey);
  if (isFlexible(definition, version)) skipTaggedFields(reader);
  return { apiKey, version, correlationId, body: decode<Request>(definition, version, frame.subarray(reader.at)) };
}

export function responseFrame(definitions: MessageDefinitions, header: RequestHeader, body: Fields): Buffer {
  const { apiKey, version, correlationId } = header;
  const definition = definitions.of("response", apiKey);
  const writer = new ByteWriter();
  writer.int(correlationId, 4);
  if (isFlexible(definition, version) && apiKey !== apiVersionsKey) writer.unsignedVarint(0);
  writer.raw(encode(definition, version, body));
  return withLength(writer.done());
}

/** `frame`: without its length. */
export function responseIn<Response extends object>(
  definitions: MessageDefinitions,
  { apiKey, version }: Omit<RequestHeader, "correlationId">,
  frame: Buffer,
): Response {
  const definition = definitions.of("response", apiKey);
  const reader = new ByteReader(frame);
  reader.raw(4);
  if (isFlexible(definition, version) && apiKey !== apiVersionsKey) skipTaggedFields(reader);
  return decode<Response>(definition, version, frame.subarray(reader.at));
}

function withLength(payload: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(payload.length);
  return Buffer.concat([length, payload]);
}

/** Cuts what arrives into frames, without their lengths. */
export class FrameSplitter {
  #rest = Buffer.alloc(0);

  frames(arrived: Buffer): readonly Buffer[] {
    this.#rest = Buffer.concat([this.#rest, arrived]);
    const frames: Buffer[] = [];
    while (this.#rest.length >= 4) {
      const end = 4 + this.#rest.readInt32BE(0);
      if (this.#rest.length < end) break;
      frames.push(Buffer.from(this.#rest.subarray(4, end)));
      this.#rest = this.#rest.subarray(end);
    }
    return frames;
  }
}
