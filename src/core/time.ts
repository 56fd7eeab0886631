/** Virtual time is an integer number of microseconds; Kafka's settings stay in milliseconds at the edge. */
export type Micros = number;
export type Millis = number;

export const microsOf = (ms: Millis): Micros => ms * 1000;
export const millisOf = (micros: Micros): Millis => Math.floor(micros / 1000);
