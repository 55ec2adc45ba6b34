import type { Queryable } from '#platform/mod.ts';

import type { Anchor } from '../anchors/anchor.ts';
import {
  isSigned,
  readCheckpoint,
  textHash,
  type Checkpoint,
  type SignedCheckpoint,
} from '../checkpoint.ts';
import type { Keyring } from '../endorsement.ts';
import { checkpointsFrom } from '../store.ts';
import type { Findings } from './finding.ts';

/** The checkpoints of one anchor by number. A repeated one is kept once. */
export type AnchoredChain = Readonly<{
  name: string;
  byNumber: ReadonlyMap<number, SignedCheckpoint>;
  hasLeaves: boolean;
  anchor: Anchor;
}>;

export async function readAnchor(anchor: Anchor, findings: Findings): Promise<AnchoredChain> {
  const byNumber = new Map<number, SignedCheckpoint>();
  let hasLeaves = false;
  for await (const { signed, leaves } of anchor.read()) {
    const number = readCheckpoint(signed.body)?.number;
    if (number === undefined) {
      findings.add({ code: 'anchor-unreadable', detail: anchor.name });
      continue;
    }
    const before = byNumber.get(number);
    if (before && before.body !== signed.body)
      findings.add({
        code: 'anchor-differs',
        checkpoint: number,
        detail: `${anchor.name} has two of them`,
      });
    if (!before) byNumber.set(number, signed);
    hasLeaves ||= leaves !== undefined;
  }
  return { name: anchor.name, byNumber, hasLeaves, anchor };
}

const PAGE = 500;

/**
 * Compares the checkpoints of the database with the anchors and with one another. Returns those that the rows
 * are to be measured by: of each number the anchored one where it is signed, else that of the database.
 */
export async function checkChain(
  db: Queryable,
  anchors: readonly AnchoredChain[],
  { keys, findings }: Readonly<{ keys: Keyring; findings: Findings }>,
): Promise<readonly Checkpoint[]> {
  const stored = new Map<number, SignedCheckpoint>();
  for (let from = 1; ;) {
    const page = await checkpointsFrom(db, from, PAGE);
    for (const one of page) stored.set(one.number, one);
    const last = page.at(-1);
    if (!last || page.length < PAGE) break;
    from = last.number + 1;
  }
  const numbers = [stored.keys(), ...anchors.map(({ byNumber }) => byNumber.keys())];
  const highest = Math.max(0, ...numbers.flatMap((each) => [...each]));
  const chain: Checkpoint[] = [];
  let before: SignedCheckpoint | undefined;
  for (let number = 1; number <= highest; number += 1) {
    const signed = measureOf(number, stored.get(number), anchors, { keys, findings });
    const checkpoint = signed && readCheckpoint(signed.body);
    if (!signed || !checkpoint) {
      before = undefined;
      continue;
    }
    checkLink(checkpoint, number === 1 ? null : before, findings);
    chain.push(checkpoint);
    before = signed;
  }
  return chain;
}

function measureOf(
  number: number,
  stored: SignedCheckpoint | undefined,
  anchors: readonly AnchoredChain[],
  { keys, findings }: Readonly<{ keys: Keyring; findings: Findings }>,
): SignedCheckpoint | undefined {
  if (!stored) findings.add({ code: 'checkpoint-missing', checkpoint: number, detail: 'deleted' });
  let measure: SignedCheckpoint | undefined;
  for (const { name, byNumber } of anchors) {
    const there = byNumber.get(number);
    if (!there) continue;
    if (stored && there.body !== stored.body)
      findings.add({ code: 'anchor-differs', checkpoint: number, detail: name });
    if (isSigned(there, keys)) measure ??= there;
  }
  if (stored) checkSigned(number, stored, { keys, findings });
  return measure ?? stored;
}

function checkSigned(
  number: number,
  signed: SignedCheckpoint,
  { keys, findings }: Readonly<{ keys: Keyring; findings: Findings }>,
): void {
  const read = readCheckpoint(signed.body);
  if (read?.number !== number)
    findings.add({ code: 'checkpoint-unreadable', checkpoint: number, detail: signed.body });
  else if (!keys.has(signed.keyId))
    findings.add({ code: 'key-unknown', checkpoint: number, detail: signed.keyId });
  else if (!isSigned(signed, keys))
    findings.add({ code: 'signature-wrong', checkpoint: number, detail: signed.keyId });
}

/** `before` is undefined when it could not be read: then there is nothing to compare with. */
function checkLink(
  checkpoint: Checkpoint,
  before: SignedCheckpoint | null | undefined,
  findings: Findings,
): void {
  if (before === undefined) return;
  const earlier = before && readCheckpoint(before.body);
  const continues = earlier
    ? checkpoint.previous === textHash(before.body) &&
      checkpoint.previousRoot === earlier.root &&
      checkpoint.log === earlier.log &&
      checkpoint.treeSize > earlier.treeSize
    : checkpoint.previous === null && checkpoint.previousRoot === null;
  if (!continues)
    findings.add({
      code: 'chain-broken',
      checkpoint: checkpoint.number,
      detail: `names ${checkpoint.previous ?? 'none'} as the one before`,
    });
}
