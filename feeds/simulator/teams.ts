import type { Random } from '#platform/mod.ts';

/** A fictional team. `attack` multiplies the goals it scores, `defence` the goals of its opponents. */
export type LeagueTeam = Readonly<{
  id: string;
  name: string;
  attack: number;
  defence: number;
  squad: readonly string[];
}>;

const TOWNS = [
  'Alderwick',
  'Brackenford',
  'Coldharbour',
  'Dunmere',
  'Eastmoor',
  'Farrowgate',
  'Glenhaven',
  'Hartsea',
  'Ironbridge Vale',
  'Juniper Hill',
  'Kestrel Bay',
  'Larkfield',
  'Marrowby',
  'Northwell',
  'Oxmarsh',
  'Pinecastle',
  'Quarrytown',
  'Ravensmere',
  'Saltcote',
  'Thornbury Park',
  'Underhill',
  'Valebrook',
  'Westerholm',
  'Yarrowdale',
];
const KINDS = ['Rovers', 'City', 'Athletic', 'United', 'Town', 'Albion'];
const SURNAMES = [
  'Abara',
  'Bellamo',
  'Castrel',
  'Drexford',
  'Eklund',
  'Fenwright',
  'Garroway',
  'Hollis',
  'Ibanev',
  'Jarrel',
  'Kovash',
  'Lindqvar',
  'Moraine',
  'Nakuro',
  'Ostrand',
  'Pellier',
  'Quillan',
  'Rostova',
  'Sandoval',
  'Tiernach',
  'Ulveson',
  'Varga',
  'Wexley',
  'Yelland',
  'Zamorin',
  'Ashdown',
  'Birchal',
  'Corvane',
  'Dunleavy',
  'Estrella',
];
const SQUAD_SIZE = 11;
/** Standard deviations of the logarithms, about those of a European first division. */
const SPREAD = { attack: 0.22, defence: 0.18 };

export const MAX_TEAMS = TOWNS.length * KINDS.length;

/** The teams of a league; the same random stream gives the same teams. */
export function makeTeams(random: Random, count: number): readonly LeagueTeam[] {
  return Array.from({ length: count }, (_, index) => {
    const own = random.fork(`team-${index}`);
    return {
      id: `sim:team:${index + 1}`,
      name: nameOf(index),
      attack: Math.exp(own.normal(0, SPREAD.attack)),
      defence: Math.exp(own.normal(0, SPREAD.defence)),
      squad: squadOf(own),
    };
  });
}

/** Every town has its first club before any town has its second. */
function nameOf(index: number): string {
  const town = index % TOWNS.length;
  const kind = (town + Math.floor(index / TOWNS.length)) % KINDS.length;
  return `${TOWNS[town] ?? ''} ${KINDS[kind] ?? ''}`;
}

function squadOf(random: Random): readonly string[] {
  const left = [...SURNAMES];
  return Array.from({ length: SQUAD_SIZE }, () => left.splice(random.int(left.length), 1)[0] ?? '');
}
