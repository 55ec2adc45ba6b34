export { backfill } from './backfill.ts';
export { linesOfFile } from './lines-of-file.ts';
export { openTape, TapeError, type Tape } from './read-tape.ts';
export { recordStream } from './record-stream.ts';
export { replayTape } from './replay-tape.ts';
export type { TapeFrame, TapeKind } from './tape.ts';
export { startTape } from './write-tape.ts';
