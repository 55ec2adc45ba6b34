/** Words of club names that tell nothing apart. */
const FILLERS = new Set(
  'fc afc cf sc ac as ss ssc us rc sv vfl vfb tsv fsv tsg sk bk if fk calcio club de the futbol football'.split(
    ' ',
  ),
);
/** Other teams of the same club: these words never go, and both names must have the same. */
const SQUADS = new Set('women ladies w u17 u18 u19 u20 u21 u23 ii b reserves youth'.split(' '));
/** One word for another, after the accents went. */
const WORDS: Readonly<Record<string, string>> = {
  utd: 'united',
  man: 'manchester',
  munich: 'munchen',
  ein: 'eintracht',
  st: 'saint',
  wolves: 'wolverhampton',
  spurs: 'tottenham',
  brom: 'bromwich',
  mgladbach: 'monchengladbach',
  gladbach: 'monchengladbach',
  cologne: 'koln',
  nottm: 'nottingham',
  sheff: 'sheffield',
  weds: 'wednesday',
  hsv: 'hamburger',
  hamburg: 'hamburger',
  atletico: 'atletico',
  ath: 'athletic',
  ladies: 'women',
  w: 'women',
};
/** What a town has several clubs for tells them apart, so that it may never differ. */
const TELLING = new Set(
  'united city rovers athletic wanderers county town albion wednesday hotspur'.split(' '),
);

type PlainName = Readonly<{ words: readonly string[]; squad: string }>;

/** A name without accents, marks, years and fillers, its words in their order. */
function plainName(name: string): PlainName {
  const all = name
    .normalize('NFKD')
    .replace(/ß/gu, 'ss')
    .replace(/ø/gu, 'o')
    .toLowerCase()
    .replace(/[\p{M}'’.]/gu, '')
    .replace(/&/gu, ' and ')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && word !== 'and')
    .map((word) => (Object.hasOwn(WORDS, word) ? (WORDS[word] ?? word) : word));
  const squad = all
    .filter((word) => SQUADS.has(word))
    .sort()
    .join(' ');
  const own = all.filter((word) => !SQUADS.has(word));
  const telling = own.filter((word) => !FILLERS.has(word) && !/^\d{1,4}$/u.test(word));
  return { words: telling.length > 0 ? telling : own, squad };
}

/** How much of a word stands at the beginning of another: 1 for the same word. */
function wordLikeness(left: string, right: string): number {
  if (left === right) return 1;
  const [short, long] = left.length <= right.length ? [left, right] : [right, left];
  if (short.length >= 3 && long.startsWith(short)) return 0.9;
  return short.length >= 5 && distance(short, long) <= 1 ? 0.85 : 0;
}

/** Letters to change, put in or take out, by the table of Wagner and Fischer (1974). */
function distance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, at) => at);
  for (let i = 1; i <= left.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const same = left[i - 1] === right[j - 1] ? 0 : 1;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}

const LONGEST_NAME = 120;

/**
 * How likely two names are of one team, 0 to 1. Words that one name leaves out cost less than words that differ:
 * `Brighton` is `Brighton & Hove Albion`, but `Manchester United` is not `Manchester City`.
 */
export function nameSimilarity(left: string, right: string): number {
  const [a, b] = [plainName(left.slice(0, LONGEST_NAME)), plainName(right.slice(0, LONGEST_NAME))];
  if (a.squad !== b.squad || a.words.length === 0 || b.words.length === 0) return 0;
  const [few, many] = a.words.length <= b.words.length ? [a.words, b.words] : [b.words, a.words];
  const rest = [...many];
  let likeness = 0;
  const unmatched: string[] = [];
  for (const word of few) {
    const scores = rest.map((other) => wordLikeness(word, other));
    const best = Math.max(0, ...scores);
    if (best === 0) unmatched.push(word);
    else rest.splice(scores.indexOf(best), 1);
    likeness += best;
  }
  if (unmatched.length > 0 && (likeness === 0 || unmatched.some((word) => TELLING.has(word))))
    return 0;
  const ofFew = likeness / few.length;
  return ofFew * (unmatched.length > 0 ? 0.7 : 1) * (1 - 0.06 * rest.length);
}
