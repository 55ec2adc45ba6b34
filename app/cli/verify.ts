import type { Command } from 'commander';

import { addVerifyCheckpoints } from './verify/checkpoints.ts';
import { addVerifyFairness } from './verify/fairness.ts';
import { addVerifyLedger } from './verify/ledger.ts';
import { addVerifyProof } from './verify/proof.ts';
import { addVerifyRecordings } from './verify/recordings.ts';

export function addVerify(program: Command): void {
  const verify = program.command('verify').description('Prove that the books are right');
  addVerifyLedger(verify);
  addVerifyCheckpoints(verify);
  addVerifyProof(verify);
  addVerifyFairness(verify);
  addVerifyRecordings(verify);
}
