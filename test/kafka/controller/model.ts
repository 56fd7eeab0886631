/** What the world of `world.ts` keeps of each broker and, as ghost state, of each partition. */

export interface ModelBroker {
  readonly id: number;
  isUp: boolean;
  /** It was told to stop, and asks for it until it may. */
  isStopping: boolean;
  incarnation: number;
  /** -1: this process is not registered yet. */
  epoch: number;
  /** In the clean-shutdown file; -1 after a crash. */
  cleanEpoch: number;
  dirs: number[];
  offlineDirs: number[];
}

export interface Ghost {
  holders: Set<number>;
  /** ISR and ELR members that lost data since the ISR was last large enough, and how large it had to be then. */
  lost: number;
  needed: number;
  /** A move was cancelled, and the first of the former assignment, taken for in sync, is not alive. */
  isWaiting: boolean;
  /** The ELR still names them, though a move took them away, or one was cancelled uncleanly. */
  readonly left: Set<number>;
  /** An administrator took a holder away. */
  wasThinned: boolean;
  /** Nobody is a candidate, nor remembered: min.insync.replicas was changed while there was no leader. */
  wasCleared: boolean;
}

export const noExcuse = { isWaiting: false, wasThinned: false, wasCleared: false };
