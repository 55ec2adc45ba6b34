import type { EventDraft } from '../../script.ts';

/** How far a file was taken. `lines` counts those of its text, where it has any. */
export type Place = Readonly<{ upTo: number; lines: number }>;

/** A file of the folder as it is now, and how far it was taken before. */
export type FolderFile = Readonly<{
  path: string;
  /** Below the folder, with `/`. */
  name: string;
  bytes: number;
  /** UTC milliseconds. */
  modifiedAt: number;
  from: Place;
  /** Nobody has written for so long that it must count as whole. */
  isQuiet: boolean;
}>;

/** What a file says: an event, or something that cannot be read. */
export type Said = Readonly<{ draft: EventDraft }> | Readonly<{ dead: string; reason: string }>;

/** How the files of one provider are read. */
export type FileReader = Readonly<{
  producer: string;
  accepts: (name: string) => boolean;
  /**
   * What is new in the file, and how far that is.
   * @throws NotYet when more has to be written first, InvalidMessageError when nothing of it can be read.
   */
  read: (file: FolderFile, receivedAt: number) => AsyncGenerator<Said, Place>;
}>;

/** The file cannot be read yet: it is half written, or another one that it needs is missing. */
export class NotYet extends Error {
  override readonly name = 'NotYet';
}

/** What is longer is no file of a feed. */
export const MAX_FILE_BYTES = 128 * 1_048_576;

export const wholeFile = ({ bytes }: FolderFile): Place => ({ upTo: bytes, lines: 0 });
