/** A door of which nothing comes: no time passes, nothing is sent. The hosts of a model's machines override what they care for. */
import type { Disk } from "../../core/disk.ts";
import type { Context, TimerKey } from "../../core/machine.ts";
import type { KafkaMessage } from "../../kafka/messages/index.ts";
import { nowMs } from "../settings.ts";

export class IdleContext<Observer> implements Context<KafkaMessage, Observer> {
  readonly incarnation = 0;
  readonly observer: Observer;
  readonly disks: readonly Disk[];

  constructor(observer: Observer, disks: readonly Disk[] = []) {
    this.observer = observer;
    this.disks = disks;
  }

  nowMs(): number {
    return nowMs;
  }

  wallClockMs(): number {
    return 0;
  }

  send(_to: number, _channel: number, _body: KafkaMessage): void {}
  reply(_to: number, _body: KafkaMessage): void {}
  close(): void {}
  closeIncoming(): void {}
  setTimer(_timer: TimerKey, _delayMs: number): void {}
  cancelTimer(): void {}

  choose(_name: number, _below: number): number {
    return 0;
  }

  exit(): void {}
}
