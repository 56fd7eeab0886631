/**
 * Steps machines: one boot or step call is one event, counted, digested, framed by the hooks, traced on demand. What an
 * observation asked for at the end of the step (`afterStep`) happens here, between two events.
 */
import { type ConnectionId, type NodeId, nodeName } from "../core/ids.ts";
import { invariant } from "../core/invariant.ts";
import type { Input, Named } from "../core/machine.ts";
import type { Chance } from "./chance.ts";
import { type Connection, noProcess } from "./connection.ts";
import { Digest } from "./digest.ts";
import { EventRing, InputKind } from "./event-ring.ts";
import type { Deferred, Host } from "./host.ts";
import type { StepServices } from "./host-context.ts";
import { Network } from "./network.ts";
import type { Recorder } from "./recorder.ts";
import { close, closeIncoming } from "./teardown.ts";
import type { Timeline } from "./timeline.ts";
import type { EventHooks } from "./world.ts";

/** The sender of operator commands: no node, no connection. */
const operator: NodeId = -1;
const noConnection: ConnectionId = -1;

interface StepperOptions<Observer> {
  readonly observer: Observer;
  readonly hooks: EventHooks;
  readonly chance: Chance;
  readonly timeline: Timeline;
}

interface Afterwards {
  readonly action: () => void;
  readonly dropSends: boolean;
}

type MessageInput<Message> = Extract<Input<Message>, { kind: "message" }>;

export class Stepper<Message extends Named, Observer> implements StepServices<Message, Observer> {
  events = 0;
  readonly digest = new Digest();
  readonly ring = new EventRing();
  readonly network: Network<Message>;
  readonly observer: Observer;
  /** By index. */
  readonly hosts: Host<Message, Observer>[] = [];
  /** By node id. */
  readonly byId: (Host<Message, Observer> | undefined)[] = [];
  /** Told of an `exit` at the end of its step. */
  onExit: (host: Host<Message, Observer>, reason: string) => void = () => {};
  #recorder: Recorder | null = null;
  readonly #timeline: Timeline;
  readonly #chance: Chance;
  readonly #hooks: EventHooks;
  #stepping = false;
  #afterwards: Afterwards[] = [];
  #messageInput: MessageInput<Message> | null = null;
  readonly #timerInput: Input<Message> & { kind: "timer" } = { kind: "timer", timer: 0 };

  constructor(options: StepperOptions<Observer>) {
    this.#timeline = options.timeline;
    this.#chance = options.chance;
    this.observer = options.observer;
    this.#hooks = options.hooks;
    this.network = new Network(options.timeline, options.chance, this);
  }

  record(recorder: Recorder | null): void {
    this.#recorder = recorder;
    this.network.onSend =
      recorder &&
      ((direction, body, arrival) => {
        recorder.sent(direction.receiver.id, direction.connection.link.channel, body.kind, body.name, arrival);
      });
  }

  /** At the end of the step that runs now, or at once when none does; `dropSends`: that step has sent nothing. */
  afterStep(action: () => void, dropSends: boolean): void {
    if (this.#stepping) this.#afterwards.push({ action, dropSends });
    else action();
  }

  /** Between two events: what the last one left to be done. */
  settle(): void {
    while (this.#afterwards.length > 0) {
      const batch = this.#afterwards;
      this.#afterwards = [];
      if (batch.some((one) => one.dropSends)) this.network.dropSends();
      for (const one of batch) one.action();
    }
  }

  boot(host: Host<Message, Observer>, announce: () => void): void {
    this.#begin(host, InputKind.boot, host.incarnation);
    if (this.#recorder !== null) this.#recorder.begin(this.events - 1, this.#timeline.now, host.id, "boot", null);
    announce();
    invariant(host.context !== null, "a host has its context before it boots");
    host.state = host.machine.boot(host.id, host.context);
    this.#end();
    this.settle();
  }

  message(index: number, connection: Connection<Message>, body: Message, isRequest: boolean): void {
    const host = this.hosts[index]!;
    if (host.gate !== 0) {
      host.defer({ kind: "message", connection, body, isRequest });
      return;
    }
    const { link, id } = connection;
    this.#stepMessage(host, isRequest ? link.from.id : link.to.id, link.channel, id, body);
  }

  disconnected(index: number, connection: Connection<Message>, outgoing: boolean): void {
    const host = this.hosts[index]!;
    if (host.gate !== 0) {
      host.defer({ kind: "disconnect", connection, outgoing });
      return;
    }
    const { link, id } = connection;
    if (outgoing) {
      if (!connection.isOpen) return;
      link.current = null;
    }
    const peer = outgoing ? link.to.id : link.from.id;
    this.#begin(host, InputKind.disconnect, peer);
    if (this.#recorder !== null) this.#trace(host, `disconnect ${outgoing ? "to" : "from"} ${nodeName(peer)}`, null);
    this.#step(host, { kind: "disconnect", peer, channel: link.channel, connection: id, outgoing });
  }

  timer(index: number, slot: number, version: number): void {
    const host = this.hosts[index]!;
    if (host.gate !== 0) {
      // The timers of a process are gone with it; their entries in the queue come up all the same.
      if (host.gate < noProcess) host.defer({ kind: "timer", slot, version });
      return;
    }
    const timer = host.timers.due(slot, version);
    if (timer < 0) return;
    this.#begin(host, InputKind.timer, timer);
    if (this.#recorder !== null) this.#trace(host, `timer ${host.machine.timerName(timer)}`, null);
    this.#timerInput.timer = timer;
    this.#step(host, this.#timerInput);
    host.timers.settle(slot);
  }

  flushed(index: number, job: number): void {
    const host = this.hosts[index]!;
    const done = host.finishFlush(job);
    if (done === null) return;
    if (host.gate !== 0) host.defer({ kind: "flushed", ...done });
    else this.#stepFlushed(host, done.disk, done.file, done.count);
  }

  /** From the operator: nobody hears an answer. */
  command(host: Host<Message, Observer>, from: NodeId, body: Message): void {
    if (host.gate === 0) this.#stepMessage(host, from, 0, noConnection, body);
    else if (host.gate < noProcess) host.defer({ kind: "operator", from, body });
  }

  /** What waited while the host was paused or busy, in order, until something stops it again. */
  drain(host: Host<Message, Observer>): void {
    while (host.gate === 0 && host.deferred.length > 0) {
      this.#resume(host, host.deferred.shift()!);
      this.settle();
    }
  }

  #resume(host: Host<Message, Observer>, input: Deferred<Message>): void {
    switch (input.kind) {
      case "message":
        if (input.isRequest || input.connection.isOpen) {
          this.message(host.index, input.connection, input.body, input.isRequest);
        }
        return;
      case "disconnect":
        this.disconnected(host.index, input.connection, input.outgoing);
        return;
      case "timer":
        this.timer(host.index, input.slot, input.version);
        return;
      case "flushed":
        this.#stepFlushed(host, input.disk, input.file, input.count);
        return;
      case "operator":
        this.command(host, input.from, input.body);
        return;
    }
  }

  #stepMessage(
    host: Host<Message, Observer>,
    from: NodeId,
    channel: number,
    connection: ConnectionId,
    body: Message,
  ): void {
    this.#begin(host, InputKind.message, body.name);
    if (this.#recorder !== null)
      this.#trace(host, `${body.kind} from ${from === operator ? "operator" : nodeName(from)}`, body);
    let input = this.#messageInput;
    if (input === null) {
      input = { kind: "message", from, channel, connection, body };
      this.#messageInput = input;
    } else {
      input.from = from;
      input.channel = channel;
      input.connection = connection;
      input.body = body;
    }
    this.#step(host, input);
  }

  #stepFlushed(host: Host<Message, Observer>, disk: number, file: string, count: number): void {
    this.#begin(host, InputKind.flushed, count);
    if (this.#recorder !== null) this.#trace(host, `flushed ${file} ${count}`, null);
    this.#step(host, { kind: "flushed", disk, file, count });
  }

  #step(host: Host<Message, Observer>, input: Input<Message>): void {
    host.machine.step(host.state, input, host.context!);
    this.#end();
  }

  #begin(host: Host<Message, Observer>, kind: number, name: number): void {
    invariant(!this.#stepping && host.gate === 0, "one machine steps at a time, and only one that takes input");
    const now = this.#timeline.now;
    const digest = this.digest;
    digest.note(now | 0);
    digest.note((host.id << 3) | kind);
    digest.note(name | 0);
    this.ring.add(now, host.id, kind, name);
    this.network.beginStep();
    this.#stepping = true;
    this.#hooks.beginEvent(this.events++, now, host.id);
  }

  #end(): void {
    invariant(this.#stepping, "an event that ends has begun");
    this.#hooks.endEvent();
    this.#stepping = false;
    if (this.#recorder !== null) this.#recorder.end();
  }

  #trace(host: Host<Message, Observer>, input: string, body: Message | null): void {
    this.#recorder?.begin(this.events - 1, this.#timeline.now, host.id, input, body);
  }

  sendFrom(host: Host<Message, Observer>, to: NodeId, channel: number, body: Message): void {
    const receiver = this.byId[to];
    invariant(receiver !== undefined, "a message goes to a node that exists");
    this.network.send(host, receiver, channel, body);
  }

  replyFrom(host: Host<Message, Observer>, connection: ConnectionId, body: Message): void {
    this.network.reply(host, connection, body);
  }

  closeFrom(host: Host<Message, Observer>, to: NodeId, channel: number): void {
    const peer = this.byId[to];
    const link = peer && this.network.linkOf(host, peer, channel);
    if (link) close(this.network, link);
  }

  closeIncomingAt(host: Host<Message, Observer>, id: ConnectionId): void {
    const connection = this.network.incoming(host, id);
    if (connection !== null) closeIncoming(this.network, connection);
  }

  chooseFor(host: Host<Message, Observer>, name: number, below: number): number {
    const value = this.#chance.choose(host.id, name, below);
    invariant(value >= 0 && value < below, "a choice is one of those offered");
    this.digest.note(value);
    return value;
  }

  exitFrom(host: Host<Message, Observer>, reason: string): void {
    this.afterStep(() => this.onExit(host, reason), false);
  }
}
