/** What can go wrong between a provider and the engine: the rows of the fault matrix. */
export const FAULTS = [
  'a message is lost',
  'a message comes twice',
  'messages come in another order',
  'a message comes late',
  'a message cannot be read',
  'two feeds contradict one another',
  'the connection breaks',
  'silence',
  'the recovery breaks in its middle',
  'the recovery is refused',
  'the consumer is slow',
] as const;
export type FaultName = (typeof FAULTS)[number];

/** An adapter that runs, fed by a provider that a test plays. */
export type Session = Readonly<{
  /** Plays the messages `[from, to)` of the script; all of them are processed when it resolves. */
  play: (from: number, to: number) => Promise<void>;
  /** How often a bettor has seen everything that the fault touches suspended. */
  suspensions: () => number;
  /** All that bets rest on. */
  state: () => unknown;
  deadLetters: () => number;
  stop: () => Promise<void>;
}>;

/** One fault of one adapter. */
export type FaultCase<S extends Session> = Readonly<{
  /** Where in the script it happens. */
  at: number;
  sees: 'suspended' | 'open';
  deadLetters?: number;
  begin: (session: S) => void | Promise<void>;
  /** Ends the fault; returns where the script goes on. */
  mend: (session: S) => Promise<number>;
}>;

export type AdapterHarness<S extends Session = Session> = Readonly<{
  name: string;
  /** Messages of the script. */
  length: number;
  start: (fault: FaultName | null) => Promise<S>;
  /** A fault, or why the adapter cannot have it by its nature. */
  faults: Readonly<Record<FaultName, FaultCase<S> | string>>;
}>;
