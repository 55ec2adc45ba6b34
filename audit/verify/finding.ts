/** What can be wrong, in the words of docs/audit.md. */
export const FINDINGS = {
  'anchor-unreadable': 'a line of an anchor is no checkpoint',
  'anchor-differs': 'the database has another text than an anchor',
  'checkpoint-missing': 'a checkpoint is not in the database',
  'checkpoint-unreadable': 'the text of a checkpoint is none',
  'chain-broken': 'a checkpoint does not continue the one before it',
  'key-unknown': 'a checkpoint is signed by a key that is not believed',
  'signature-wrong': 'the signature of a checkpoint is not right',
  'leaf-missing': 'a leaf of the tree is not in the database',
  'leaf-moved': 'leaves stand at other places than they were sealed at',
  'leaf-changed': 'the hash of a leaf was changed, its row was not',
  'transfer-missing': 'a sealed transfer was deleted',
  'transfer-changed': 'a sealed transfer, its entries or their accounts were changed',
  'transfer-inserted': 'a transfer was put among those that are sealed',
  'bet-record-changed': 'the sealed text of a bet was changed',
  'bet-changed': 'a bet was changed after it was sealed, without a settlement',
  'bet-missing': 'a sealed bet was deleted',
  'root-differs': 'rows were changed together with their leaves',
  'sums-differ': 'the sealed sums are not those of the rows',
} as const;
export type FindingCode = keyof typeof FINDINGS;

export type Finding = Readonly<{
  code: FindingCode;
  /** What exactly. */
  detail: string;
  checkpoint?: number;
  /** Of the leaf, from 0. */
  position?: number;
  /** Id of the transfer or bet. */
  subject?: string;
}>;

/** Collects what is wrong, the first 50 of it. */
export type Findings = Readonly<{ all: readonly Finding[]; add(finding: Finding): void }>;

const MOST = 50;

export function newFindings(): Findings {
  const all: Finding[] = [];
  return {
    all,
    add: (finding) => {
      // One leaf out of place puts all behind it out of place.
      const isMore = finding.code === 'leaf-moved' && all.some(({ code }) => code === 'leaf-moved');
      if (all.length < MOST && !isMore) all.push(finding);
    },
  };
}
