import type { FullCheckpoint, SignedCheckpoint } from '../checkpoint.ts';
import type { Hash } from '../merkle/mod.ts';

/** A checkpoint as it lies outside the database, with the leaves that it added where the anchor keeps them. */
export type Anchored = Readonly<{
  signed: SignedCheckpoint;
  leaves: readonly Hash[] | undefined;
}>;

/** A place outside PostgreSQL to which checkpoints are appended and from which nothing is ever taken away. */
export type Anchor = Readonly<{
  /** For people: a folder, a stream. */
  name: string;
  /** The newest checkpoint there; undefined when there is none. */
  last(): Promise<SignedCheckpoint | undefined>;
  append(checkpoint: FullCheckpoint, leaves: readonly Hash[]): Promise<void>;
  /** All that is there, in the order in which it came. */
  read(): AsyncIterable<Anchored>;
}>;
