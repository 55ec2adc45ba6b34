import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { beforeAll, describe, expect, test } from 'vitest';

import { marketKey, type MarketKey, type MarketQuotes } from '#contracts/mod.ts';
import { defaultDataDir } from '#feeds/mod.ts';
import { makeBooks, quotesOf, replayExchangeFile } from '#feeds/exchange/mod.ts';
import { gradeMarket, identifyMarket } from '#markets/mod.ts';

import { playedMatch } from './testing/played-match.ts';

const FILE = 'betfair-streams/betfairhistorical-petermclagan/football-basic-sample.bz2';
const LEAGUE = 'football-results/premier-league/season-1617.csv';
const dir = defaultDataDir();
const isAbsent = !existsSync(join(dir, FILE)) || !existsSync(join(dir, LEAGUE));

const TEAMS: Readonly<Record<string, 'home' | 'away'>> = {
  Middlesbrough: 'home',
  'Man City': 'away',
};
/** A market of ours and its outcome that a runner stands for. */
type Asked = readonly [key: string, outcome: string] | undefined;

const sideOf = (name: string): string => (name === 'Draw' ? 'draw' : (TEAMS[name] ?? '?'));
const score = (runner: string): string => runner.replaceAll(' ', '');
const overUnder = (runner: string): string => (runner.startsWith('Over') ? 'over' : 'under');

/** "3 goals or more" is over 3: three goals give the stake back. */
const orMore = (type: string, runner: string): Asked => [
  `${type}|line=${Number.parseInt(runner, 10)}`,
  'over',
];

const BANDS: Readonly<Record<string, Asked>> = {
  '9 or less': ['total-corners|line=9.5', 'under'],
  '13 or more': ['total-corners|line=12.5', 'over'],
  '25pts and Under': ['booking-points|line=27.5', 'under'],
  '45pts and Over': ['booking-points|line=42.5', 'over'],
};
const MOST_GOALS: Readonly<Record<string, string>> = {
  '1st Half': 'first',
  '2nd Half': 'second',
  Tie: 'equal',
};

/** Scores that our lists name as well; "any other" groups are drawn differently. */
const named = (type: string, runner: string): Asked =>
  /^[0-4] - [0-4]$/.test(runner) ? [type, score(runner)] : undefined;

/** What a runner of a market that is asked once stands for. */
const ONE: Readonly<Record<string, (runner: string) => Asked>> = {
  'Half Time/Full Time': (runner) => [
    'half-time-full-time',
    runner.split('/').map(sideOf).join('/'),
  ],
  'Half Time Score': (runner) =>
    runner.startsWith('Any')
      ? ['first-half-correct-score', 'other']
      : named('first-half-correct-score', runner),
  'Correct Score': (runner) => named('correct-score', runner),
  'Correct Score 2 Home': (runner) => named('correct-score', runner),
  'Correct Score 2 Away': (runner) => named('correct-score', runner),
  'Half With Most Goals': (runner) => ['half-with-most-goals', MOST_GOALS[runner] ?? '?'],
  'Match Odds and Both teams to Score': (runner) => {
    const [side = '', answer = ''] = runner.split('/');
    return ['result-and-both-teams-to-score', `${sideOf(side)}&${answer.toLowerCase()}`];
  },
  'Match Odds and Over/Under 2.5 Goals': (runner) => {
    const [side = '', total = ''] = runner.split('/');
    return ['result-and-total|line=2.5', `${sideOf(side)}&${overUnder(total)}`];
  },
  'Corners Match Bet': (runner) => ['corner-result', runner === 'Tie' ? 'draw' : sideOf(runner)],
  'Corners Odds': (runner) => BANDS[runner],
  'Bookings Odds': (runner) => BANDS[runner],
  'Sending Off?': (runner) => ['sending-off', runner.toLowerCase()],
  'Total Goals': (runner) => orMore('total-goals', runner),
  'Winning Margin': (runner) => {
    const [, team = '', goals] = /^(.+) by ([12])$/.exec(runner) ?? [];
    if (goals !== undefined) return ['winning-margin', `${sideOf(team)}-by-${goals}`];
    return runner === 'Score Draw' ? ['winning-margin', 'draw'] : undefined;
  },
};

/** The same for markets that are asked of each team. */
const OF_TEAM: readonly (readonly [RegExp, (side: string, runner: string) => Asked])[] = [
  [
    /^(.+) To Score in Both Halves$/,
    (side, runner) => [`${side}-score-in-both-halves`, runner.toLowerCase()],
  ],
  [/^(.+) win both halves$/i, (side, runner) => [`${side}-win-both-halves`, runner.toLowerCase()]],
  [/^(.+) Clean Sheet$/, (side, runner) => [`${side}-clean-sheet`, runner.toLowerCase()]],
  [/^(.+) Win to Nil$/, (side, runner) => [`${side}-win-to-nil`, runner.toLowerCase()]],
  [/^(.+) Total Goals$/, (side, runner) => orMore(`${side}-total-goals`, runner)],
];

function askedOf(market: string, runner: string): Asked {
  const one = ONE[market];
  if (one !== undefined) return one(runner);
  const [, what, line] = /^(Corners|Cards) Over\/Under ([\d.]+)$/.exec(market) ?? [];
  if (what !== undefined)
    return [`total-${what.toLowerCase()}|line=${line ?? ''}`, overUnder(runner)];
  const [, ahead = '', start = ''] = /^(.+) \+(\d)$/.exec(market) ?? [];
  if (start !== '') {
    const given = sideOf(ahead) === 'home' ? `${start}-0` : `0-${start}`;
    return [`european-handicap|start=${given}`, sideOf(runner.replace(/ [+-]\d$/, ''))];
  }
  for (const [pattern, ask] of OF_TEAM) {
    const [, team] = pattern.exec(market) ?? [];
    if (team !== undefined) return ask(sideOf(team), runner);
  }
  return undefined;
}

/**
 * How the exchange shows a result: halves as the whole; a stake that comes back as a loser on every runner of a
 * line, and as a removed runner elsewhere.
 */
function asShown(key: MarketKey, settled: unknown): string {
  if (settled === 'won' || settled === 'half-won') return 'won';
  if (settled !== 'void') return 'lost';
  return key.includes('|line=') ? 'lost' : 'removed';
}

type Row = Readonly<{ market: string; runner: string; shown: string; ours: string | undefined }>;

describe.skipIf(isAbsent)(
  'Middlesbrough v Manchester City, settled by an exchange (skipped: ../shared/data is absent)',
  () => {
    let rows: readonly Row[];
    let markets: number;
    beforeAll(async () => {
      const books = makeBooks();
      await replayExchangeFile(join(dir, FILE), { books });
      const record = playedMatch(
        readFileSync(join(dir, LEAGUE), 'utf8'),
        '2017-04-30',
        'Middlesbrough',
      );
      const graded = (key: string, outcome: string): string | undefined => {
        const identity = identifyMarket(key);
        if (identity === undefined) throw new Error(`${key} is no market of ours`);
        const known = marketKey(identity.type, identity.specifiers);
        const grades = gradeMarket(record, known);
        const settled = new Map<string, unknown>(grades).get(outcome);
        if (settled === undefined) throw new Error(`${key} has no outcome ${outcome}`);
        return asShown(known, settled);
      };
      const all = [...books.markets()];
      markets = all.length;
      rows = all.flatMap((book) =>
        quotesOf('exchange', book).flatMap((line: MarketQuotes) =>
          line.outcomes.map(({ outcomeId, name, status }): Row => {
            const asked: Asked =
              line.marketKey !== null && outcomeId !== null
                ? [line.marketKey, outcomeId]
                : askedOf(book.definition?.name ?? '', name ?? '');
            return {
              market: book.definition?.name ?? '',
              runner: `${name ?? ''} ${line.marketKey ?? ''}`,
              shown: status,
              ours: asked && graded(...asked),
            };
          }),
        ),
      );
    });

    test('every outcome that the score, the cards and the corners decide is settled alike', () => {
      expect(markets).toBe(77);
      const settled = rows.filter(({ ours }) => ours !== undefined);
      expect(settled.filter(({ ours, shown }) => ours !== shown)).toEqual([]);
      expect(settled.length).toBeGreaterThan(250);
    });

    test('what is left asks for players, minutes, kicks or the course of the score', () => {
      const left = new Set(rows.map(({ market }) => market));
      for (const { market, ours } of rows) if (ours !== undefined) left.delete(market);
      expect([...left].sort()).toEqual([
        'Anytime Correct Score',
        'Anytime Wincast',
        'First Goalscorer',
        'Hat-trick Scored?',
        'Man City First Goalscorer',
        'Middlesbrough First Goalscorer',
        'Penalty Taken?',
        'Scorecast',
        'Shown a card?',
        'Time Of First Goal',
        'To Score',
        'To Score 2 Goals or more',
        'To Score a Hat-trick?',
      ]);
    });
  },
);
