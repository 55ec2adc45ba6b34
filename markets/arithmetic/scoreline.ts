import {
  handicapResult,
  totalResult,
  type HandicapSide,
  type LineQuarters,
  type LineResult,
  type TotalSide,
} from './line.ts';

/** Selections whose result is a function of one scoreline: a match, or one of its halves. */
export type ScorelinePick =
  | Readonly<{ market: '1x2'; pick: 'home' | 'draw' | 'away' }>
  | Readonly<{ market: 'double-chance'; pick: '1X' | '12' | 'X2' }>
  | Readonly<{ market: 'draw-no-bet'; pick: HandicapSide }>
  | Readonly<{ market: 'handicap'; pick: HandicapSide; line: LineQuarters }>
  | Readonly<{ market: 'total'; pick: TotalSide; line: LineQuarters }>
  | Readonly<{ market: 'team-total'; team: HandicapSide; pick: TotalSide; line: LineQuarters }>
  | Readonly<{ market: 'btts'; pick: 'yes' | 'no' }>
  | Readonly<{ market: 'odd-even'; pick: 'odd' | 'even' }>
  | Readonly<{ market: 'win-to-nil'; pick: HandicapSide }>
  | Readonly<{ market: 'clean-sheet'; pick: HandicapSide }>
  | Readonly<{ market: 'exact-total'; goals: number }>
  | Readonly<{ market: 'correct-score'; home: number; away: number }>;

const won = (holds: boolean): LineResult => (holds ? 'won' : 'lost');

/** Result of a selection at a scoreline. */
export function scorelineResult(pick: ScorelinePick, home: number, away: number): LineResult {
  const leader = home > away ? 'home' : home < away ? 'away' : 'draw';
  switch (pick.market) {
    case '1x2':
      return won(pick.pick === leader);
    case 'double-chance':
      return won(pick.pick.includes({ home: '1', draw: 'X', away: '2' }[leader]));
    case 'draw-no-bet':
      return leader === 'draw' ? 'void' : won(pick.pick === leader);
    case 'handicap':
      return handicapResult(pick.pick, pick.line, home - away);
    case 'total':
      return totalResult(pick.pick, pick.line, home + away);
    case 'team-total':
      return totalResult(pick.pick, pick.line, pick.team === 'home' ? home : away);
    case 'btts':
      return won((home > 0 && away > 0) === (pick.pick === 'yes'));
    case 'odd-even':
      return won(((home + away) % 2 === 1) === (pick.pick === 'odd'));
    case 'win-to-nil':
      return won(leader === pick.pick && Math.min(home, away) === 0);
    case 'clean-sheet':
      return won((pick.pick === 'home' ? away : home) === 0);
    case 'exact-total':
      return won(home + away === pick.goals);
    case 'correct-score':
      return won(home === pick.home && away === pick.away);
  }
}
