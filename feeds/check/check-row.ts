import { InvalidMessageError } from '#platform/mod.ts';

export const CHECK_KINDS = ['wyscout', 'exchange', 'uof', 'results', 'recording', 'other'] as const;
export type CheckKind = (typeof CHECK_KINDS)[number];

/**
 * `agrees`: all of it is understood and comes to what it must. `review`: it is understood, and a person has to look, for
 * the reasons. `unreadable`: the file, or a message of it, is not understood. `other`: nothing that a feed sends.
 */
export const CHECK_VERDICTS = ['agrees', 'review', 'unreadable', 'other'] as const;
export type CheckVerdict = (typeof CHECK_VERDICTS)[number];

/** What replaying one file has shown. */
export type CheckRow = Readonly<{
  /** Below the folder that is checked. */
  file: string;
  kind: CheckKind;
  /** Messages, events or rows of the file, and those that were understood. */
  messages: number;
  understood: number;
  /** Matches or markets in it, and those that come to what they must. */
  units: number;
  agreeing: number;
  verdict: CheckVerdict;
  reasons: readonly string[];
}>;

const REASON_CHARACTERS = 200;

export const rowOf = (
  file: string,
  kind: CheckKind,
  part: Partial<Omit<CheckRow, 'file' | 'kind'>>,
): CheckRow => ({
  ...{ file, kind, messages: 0, understood: 0, units: 0, agreeing: 0, verdict: 'other' },
  ...part,
  reasons: (part.reasons ?? []).map((reason) => reason.slice(0, REASON_CHARACTERS)),
});

/** By what was counted: a message that is not understood outweighs a reason for review. */
export const verdictOf = (
  counts: Pick<CheckRow, 'messages' | 'understood' | 'units' | 'agreeing'>,
): CheckVerdict => {
  if (counts.understood < counts.messages || counts.messages === 0) return 'unreadable';
  return counts.agreeing < counts.units ? 'review' : 'agrees';
};

/** Why something could not be read, in words. */
export const whyOf = (error: unknown): string => {
  if (error instanceof InvalidMessageError) return error.reason;
  return error instanceof Error ? error.message : String(error);
};
