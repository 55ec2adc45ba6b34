import type { MarketIdentity, Side } from '#contracts/mod.ts';
import {
  footballDefinitionOf,
  playedSoFar,
  type FootballView,
  type MatchRecord,
} from '#markets/mod.ts';

import { CUP_DECIDER, LEAGUE_CARDS, LEAGUE_CORNERS, LEAGUE_SCORERS } from '../../models/mod.ts';

/** What a factor beside the core was given and rests on, by name. */
export type FactorParameters = Readonly<Record<string, number | string | null>>;

type Law = typeof LEAGUE_CORNERS;

const lawOf = ({ mean, levelShape, urn, share }: Law): FactorParameters => ({
  meanCount: mean,
  levelShape,
  urnSize: urn.size,
  homeShareLogit: share.logit,
  shareSlope: share.slope,
});

function counted(items: readonly Readonly<{ side: Side }>[]): string {
  const home = items.filter(({ side }) => side === 'home').length;
  return `${home}-${items.length - home}`;
}

const cornerParameters = ({ corners }: MatchRecord): FactorParameters => ({
  factor: 'corners: negative binomial, shared by an urn',
  corners: counted(corners),
  ...lawOf(LEAGUE_CORNERS),
});

const cardParameters = ({ cards }: MatchRecord): FactorParameters => ({
  factor: 'cards: negative binomial, shared by an urn',
  yellowCards: counted(cards.filter(({ colour }) => colour === 'yellow')),
  dismissals: counted(cards.filter(({ colour }) => colour !== 'yellow')),
  ...lawOf(LEAGUE_CARDS.yellow),
  meanDismissals: LEAGUE_CARDS.dismissal.mean,
});

function playerParameters(record: MatchRecord, { specifiers }: MarketIdentity): FactorParameters {
  const id = specifiers['player'] ?? '';
  const player = record.players.find((each) => each.id === id);
  return {
    factor: "players: the team's goals, thinned by his share",
    player: player?.name ?? id,
    played: playedSoFar(record, id),
    goalShare: player?.goalShare ?? LEAGUE_SCORERS.goalShare.unknown,
    goalShareFrom: typeof player?.goalShare === 'number' ? 'feed' : 'league, position unknown',
    ownGoalShare: LEAGUE_SCORERS.ownGoalShare,
  };
}

const tieParameters = ({ decider }: MatchRecord): FactorParameters => ({
  factor: 'end of the tie',
  decider,
  fatigue: CUP_DECIDER.fatigue,
  penaltyScored: CUP_DECIDER.scoringChance.home,
});

const OF_VIEW: Readonly<
  Partial<Record<FootballView, (record: MatchRecord, market: MarketIdentity) => FactorParameters>>
> = {
  corners: cornerParameters,
  'first-half-corners': cornerParameters,
  'next-corner': cornerParameters,
  'corner-race': cornerParameters,
  cards: cardParameters,
  'first-half-cards': cardParameters,
  'booking-points': cardParameters,
  'sendings-off': cardParameters,
  'next-card': cardParameters,
  player: playerParameters,
  decider: tieParameters,
};

/** Nothing for a market of the core, or of the minutes of its goals: the rates of the goals say it all. */
export function factorParameters(
  record: MatchRecord,
  market: MarketIdentity | undefined,
): FactorParameters {
  if (market === undefined) return {};
  const reads = footballDefinitionOf(market.type)?.reads;
  return (reads === undefined ? undefined : OF_VIEW[reads]?.(record, market)) ?? {};
}
