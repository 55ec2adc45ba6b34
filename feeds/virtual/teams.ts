import type { Side } from '#contracts/mod.ts';

import { pairingAt } from '../simulator/schedule.ts';

/** A team of the virtual league: strengths in thousandths of an average team's, and its players. */
export type VirtualTeam = Readonly<{
  id: string;
  name: string;
  /** Multiplies the goals that it scores. */
  attack: number;
  /** Multiplies the goals of its opponents. */
  defence: number;
  players: readonly string[];
}>;

export const STARTERS = 11;

const team = (
  name: string,
  [attack, defence]: readonly [number, number],
  players: string,
): VirtualTeam => ({
  id: `virtual:team:${name.toLowerCase().replaceAll(' ', '-')}`,
  name,
  attack,
  defence,
  players: players.split(' '),
});

/** Public and fixed, so that a round follows from its number and its seeds; the last four names are the bench. */
export const VIRTUAL_TEAMS: readonly VirtualTeam[] = [
  team(
    'Virtual Amber',
    [1250, 800],
    'Abend Ashby Astor Acker Alden Arroyo Avila Azzam Agnew Amaro Anker Adair Aske Atwell Ayton',
  ),
  team(
    'Virtual Bronze',
    [1140, 900],
    'Baird Bakke Barlow Basso Beck Bellamy Berg Bianco Blom Bosch Brandt Byrne Bruun Budd Burg',
  ),
  team(
    'Virtual Cobalt',
    [1060, 950],
    'Caine Calder Cano Carver Cato Celik Choi Clare Coles Conti Crane Cruz Curran Cuyper Czerny',
  ),
  team(
    'Virtual Denim',
    [1010, 1000],
    'Dahl Dane Darby Dean Decker Delgado Denny Devlin Diaz Dorn Drake Dubois Duran Dyer Dzeko',
  ),
  team(
    'Virtual Ember',
    [960, 1010],
    'Eade Earl Easton Ebert Eck Eder Egan Ekman Elias Ellis Emery Engel Epp Ernst Evans',
  ),
  team(
    'Virtual Fern',
    [930, 1060],
    'Faber Falk Farr Faust Feld Fenn Ferro Field Finch Flint Forde Franco Frey Fuchs Furst',
  ),
  team(
    'Virtual Garnet',
    [880, 1100],
    'Gale Gallo Garner Gatti Geary Gerber Gill Glass Goddard Gomez Grant Greco Grieg Gunn Guerra',
  ),
  team(
    'Virtual Hazel',
    [820, 1190],
    'Haas Hale Hansen Harte Haug Hayes Heller Herrera Hicks Hobbs Holm Horn Howe Huber Hyde',
  ),
];

export const MATCHES_PER_ROUND = VIRTUAL_TEAMS.length / 2;

export type VirtualPairing = Readonly<Record<Side, VirtualTeam>>;

/** Who plays in match 1..4 of a round (from 1): a round robin without end. @throws RangeError */
export function pairingOf(round: number, match: number): VirtualPairing {
  const isPlace = Number.isSafeInteger(round) && round >= 1 && Number.isInteger(match);
  if (!isPlace || match < 1 || match > MATCHES_PER_ROUND)
    throw new RangeError(`a round is 1 or later and has the matches 1 to ${MATCHES_PER_ROUND}`);
  const index = (round - 1) * MATCHES_PER_ROUND + match - 1;
  const { home, away } = pairingAt(index, VIRTUAL_TEAMS.length);
  const [first, second] = [VIRTUAL_TEAMS[home], VIRTUAL_TEAMS[away]];
  if (first === undefined || second === undefined) throw new RangeError('no such team');
  return { home: first, away: second };
}
