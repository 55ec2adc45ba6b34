import { asianKind } from './asian.ts';
import { basketballKind } from './basketball.ts';
import { betBuilderKind } from './betbuilder.ts';
import { betsPayoutKind } from './bets-payout.ts';
import { devigKind } from './devig.ts';
import { footballGridKind } from './football-grid.ts';
import { footballInPlayKind } from './football-inplay.ts';
import { inversionKind } from './inversion.ts';
import { marginKind } from './margin.ts';
import type { Kind } from './operation.ts';
import { riskKind } from './risk.ts';
import { scoringKind } from './scoring.ts';
import { settlementFactorsKind } from './settlement-factors.ts';
import { tennisKind } from './tennis.ts';

/** Kinds of files, by the base name of the file. */
export const KINDS: Readonly<Record<string, Kind>> = {
  asian: asianKind,
  basketball: basketballKind,
  betbuilder: betBuilderKind,
  'bets-payout': betsPayoutKind,
  devig: devigKind,
  'football-grid': footballGridKind,
  'football-inplay': footballInPlayKind,
  inversion: inversionKind,
  margin: marginKind,
  risk: riskKind,
  scoring: scoringKind,
  'settlement-factors': settlementFactorsKind,
  tennis: tennisKind,
};
