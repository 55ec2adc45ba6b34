export {
  DIXON_ROBINSON_1998,
  scoreState,
  withInjury,
  ZOU_2020,
  type InPlayParameters,
  type Pair,
  type ScoreState,
} from './football/in-play-parameters.ts';
export {
  injuryMultiplier,
  redCardFactors,
  scoringRates,
  type InPlayModel,
} from './football/rates.ts';
export { birthOutlook, type BirthFrom, type BirthOutlook } from './football/birth-grid.ts';
export { secondHalfTable, secondHalfTableLength } from './football/second-half-table.ts';
export {
  FOOTBALL_PHASES,
  KICK_OFF,
  scenarioVector,
  type FootballPhase,
  type FootballState,
  type ScenarioVector,
} from './football/scenario.ts';
export {
  FOOTBALL_PERIODS,
  marginalsByPeriod,
  nextGoalChances,
  periodGrids,
  type FootballPeriod,
  type NextGoalChances,
  type PeriodGrids,
  type PeriodMarginals,
} from './football/period-marginals.ts';
export {
  chanceAbove,
  chanceAt,
  chanceBelow,
  distribution,
  meanOf,
  type Distribution,
} from './football/distribution.ts';
export {
  expectedLineFactor,
  fairLineOdds,
  handicapChances,
  lineChances,
  stakeWeighted,
  totalChances,
  type LineChances,
  type StakeWeighted,
} from './football/line-price.ts';
export {
  chanceWhere,
  gridOfCells,
  marginalsOf,
  scoreChance,
  type ScoreGrid,
  type ScoreMarginals,
} from './football/score-grid.ts';
export {
  DEFAULT_MAX_GOALS,
  SCORE_MODELS,
  scoreGrid,
  type ScoreModel,
} from './football/score-models.ts';
export { dixonColesFactor, rhoBounds } from './football/dixon-coles.ts';
export { dixonColesFinal } from './football/dixon-coles-in-play.ts';
export {
  negativeBinomialCounts,
  poissonCounts,
  weibullCounts,
  zeroInflatedCounts,
  type CountChances,
} from './football/count-models.ts';
export {
  bothTeamsScore,
  gridMarkets,
  resultChances,
  type GridMarkets,
  type ResultChances,
} from './football/grid-markets.ts';
export {
  constantOutlook,
  goalWithin,
  nextGoalAtConstantRates,
  remainingGrid,
  type ConstantOutlook,
  type RemainingRates,
} from './football/constant-rates.ts';
export {
  halfGrids,
  halfTimeFullTime,
  type HalfGrids,
  type HalfTimeFullTime,
  type HalvesModel,
} from './football/halves.ts';
export { scorerChances, type ScorerChances } from './football/scorer.ts';
export {
  jointChance,
  type BuilderLeg,
  type JointChance,
  type LegPeriod,
  type ScorerPick,
} from './football/joint.ts';
export { leadTimes, type LeadTimes } from './football/factors/lead-times.ts';
export {
  COUNT_PERIODS,
  type CountPeriod,
  type CountsByHalf,
} from './football/factors/count-laws.ts';
export { type CountParameters } from './football/factors/count-parameters.ts';
export { type NextCount } from './football/factors/side-counts.ts';
export {
  cornerGrid,
  cornerRace,
  nextCorner,
  type CornerModel,
  type CornerState,
} from './football/factors/corners.ts';
export {
  bookingPointGrid,
  cardGrid,
  nextCard,
  POINTS_UNIT,
  sendingOffChances,
  sendingOffGrid,
  type CardModel,
  type CardState,
} from './football/factors/cards.ts';
export { goalsInInterval, goalsInNext, type GoalWindow } from './football/factors/goal-window.ts';
export { goalTimesByPart, nextGoalMinutes, type GoalTimes } from './football/factors/goal-times.ts';
export { lastGoalChances, lastGoalTimes } from './football/factors/last-goal.ts';
export {
  PLAYER_CELLS,
  playerCell,
  playerMarginals,
  type Played,
  type PlayerCell,
  type PlayerMarginals,
} from './football/factors/player-cells.ts';
export { playerChances, type PlayerChances } from './football/factors/scorers.ts';
export {
  type Position,
  type ScorerParameters,
  type ScorerPlayer,
  type ScorerState,
  type TeamSheet,
} from './football/factors/scorer-state.ts';
export { type SubstitutionParameters } from './football/factors/substitutions.ts';
export {
  BEFORE_SHOOT_OUT,
  shootOutChances,
  type Kicks,
  type ShootOutChances,
  type ShootOutState,
} from './football/factors/shoot-out.ts';
export {
  DECIDER_OUTCOMES,
  deciderChances,
  EXTRA_TIME_MINUTES,
  type DeciderChances,
  type DeciderParameters,
  type TieRules,
  type TieState,
} from './football/factors/decider.ts';
export {
  CUP_DECIDER,
  LEAGUE_CARDS,
  LEAGUE_CORNERS,
  LEAGUE_SCORERS,
} from './football/factors/defaults.ts';
export { normalCdf, normalQuantile } from './numeric/normal.ts';
export {
  averageScore,
  calibrationError,
  closingLineValue,
  scoreForecast,
  type Calibrated,
  type ClosingLineValue,
  type Forecast,
  type ForecastScore,
} from './scoring.ts';
export {
  coverChance,
  favouriteChance,
  homeWinChance,
  marginModelFrom,
  spreadChances,
  totalOverChance,
  type GameClock,
  type MarginModel,
  type SpreadChances,
  type TotalModel,
} from './basketball/margin.ts';
export { NBA_GAME, type BasketballModel } from './basketball/model.ts';
export { tipOff, type BasketballState } from './basketball/state.ts';
export {
  basketballOutlook,
  basketballScenarios,
  type BasketballOutlook,
  type BasketballScenario,
} from './basketball/scenarios.ts';
export {
  basketballModelFrom,
  type BasketballPrices,
  type PricedSpread,
  type PricedTotal,
} from './basketball/inversion.ts';
export { NHL_GAME, type IceHockeyModel } from './ice-hockey/model.ts';
export { FACE_OFF, type IceHockeyState, type PowerPlay } from './ice-hockey/state.ts';
export {
  iceHockeyOutlook,
  iceHockeyScenarios,
  type IceHockeyOutlook,
  type IceHockeyScenario,
} from './ice-hockey/scenarios.ts';
export { iceHockeyModelFrom, type IceHockeyPrices } from './ice-hockey/inversion.ts';
export {
  combinedServe,
  gameChance,
  gameChanceOfA,
  tiebreakChance,
  type Count,
  type Player,
  type PointChances,
  type Tiebreak,
} from './tennis/points.ts';
export {
  advantageFromLevel,
  currentGameChance,
  isTiebreak,
  SET_FORMATS,
  setChance,
  type SetFormat,
  type SetState,
} from './tennis/set.ts';
export {
  matchChances,
  type MatchChances,
  type MatchFormat,
  type MatchState,
} from './tennis/match.ts';
export { setScores, totalGames, type SetScore } from './tennis/games.ts';
export { startOfMatch, type TennisModel, type TennisState } from './tennis/state.ts';
export { tennisScenarios } from './tennis/scenarios.ts';
export { tennisChances, tennisPricer, type TennisPricer } from './tennis/chances.ts';
export {
  pointChancesOf,
  updateServe,
  type ByPlayer,
  type ServeBelief,
  type ServePoints,
} from './tennis/serve-belief.ts';
export {
  serveFromMatchAndTotal,
  serveFromMatchWinner,
  type TotalGamesPrice,
} from './tennis/serve-inversion.ts';

export { fairChance, fiveWayOf, type FiveWay } from './five-way.ts';
export * from './racing/mod.ts';

export { invertMarkets, type GoalRates, type Inversion } from './fitting/invert.ts';
export { invertInPlay, type InPlayInversion } from './fitting/invert-in-play.ts';
export type { FitQuality, FittedChance } from './fitting/misfit.ts';
export type { MarketQuote } from './fitting/quotes.ts';
