import {
  SPORTS,
  type HouseRules,
  type MarketRules,
  type RuleBook,
  type Sport,
  type SportRules,
} from '#contracts/mod.ts';

const TITLES: Readonly<Record<Sport, string>> = {
  football: 'Football',
  tennis: 'Tennis',
  basketball: 'Basketball',
  'ice-hockey': 'Ice hockey',
  racing: 'Racing',
};

const INTRODUCTION = `# House rules

What becomes of bets when an event is not simply played out. The rules are data, in \`settlement/house-rules/versions/\`, one
file a version with the schema \`HouseRulesSchema\` of \`contracts/\`. A version that was ever used is never edited: the next one
says from when on it applies.

- A **fixture** is under the version that applied at the start that was announced for it first, whenever it is played.
- A **bet** as a whole (bet builders, bonuses) is under the version that applied when it was accepted.
- Both versions are stored with the result and with the settlement, so a correction is made by the same rules.

This page is written from the data by \`npx vitest run --project unit settlement/house-rules -u\`, and a test fails when it is
out of date. What decides a market that was played out is in [markets](markets.md).`;

const WORDS: Readonly<Record<MarketRules[keyof MarketRules], string>> = {
  'decided-markets-stand': 'markets decided in full stand, the others are void',
  'decided-outcomes-stand': 'outcomes that are decided stand, the others are void',
  'void-all': 'all bets are void',
  counts: 'counts',
  'does-not-count': 'does not count',
  'reduce-stake': 'the stake is divided by those who tie, at full odds',
  'divide-profit': 'the profit is divided by those who tie, the stake returned',
  'void-tie': 'the stake is returned',
  'all-win': 'everyone who ties wins in full',
};
const NAMES: Readonly<Record<keyof MarketRules, string>> = {
  abandoned: 'Abandoned',
  retired: 'A side retires',
  walkover: 'Walkover',
  overtime: 'Overtime',
  deadHeat: 'Dead heat',
};

const FIELDS = Object.keys(NAMES) as (keyof MarketRules)[];
const code = (text: string): string => `\`${text}\``;
const row = (...cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

function sportPart(sport: Sport, rules: SportRules): string {
  const { postponementHours: hours } = rules;
  return [
    `### ${TITLES[sport]}`,
    [
      row('Case', 'Rule'),
      row('---', '---'),
      row(
        'Postponed',
        hours === 0
          ? 'void unless it starts as announced'
          : `bets stand when it starts within ${hours} hours of the first announcement`,
      ),
      ...FIELDS.map((field) => row(NAMES[field], WORDS[rules[field]])),
      row('Result only scouted', `paid after ${rules.reviewHoldMinutes} minutes without news`),
    ].join('\n'),
    ...exceptionsPart(rules),
    ...rule4Part(rules),
  ].join('\n\n');
}

/** Types that have the same exception together. */
function exceptionsPart({ exceptions }: SportRules): readonly string[] {
  const groups = new Map<string, string[]>();
  for (const [type, changed] of Object.entries(exceptions)) {
    for (const field of FIELDS) {
      const word = changed[field];
      if (word === undefined) continue;
      const text = `${NAMES[field]} ${WORDS[word]}`;
      groups.set(text, [...(groups.get(text) ?? []), type]);
    }
  }
  if (groups.size === 0) return [];
  const lines = [...groups].map(([text, types]) => `- ${text}: ${types.map(code).join(', ')}.`);
  return [`Otherwise for some markets:`, lines.join('\n')];
}

function rule4Part({ rule4 }: SportRules): readonly string[] {
  if (rule4 === null) return [];
  const waived =
    rule4.waivedPercent === 0 ? '' : ` A sum of up to ${rule4.waivedPercent} % is waived.`;
  return [
    `Deductions from winnings for withdrawn runners (Rule 4), by the decimal odds of the runner when it was withdrawn. Several add up, to no more than ${rule4.mostPercent} %.${waived}`,
    [
      row('Odds up to', ...rule4.bands.map(({ upToOdds }) => upToOdds), 'longer'),
      row(...Array.from({ length: rule4.bands.length + 2 }, () => '---')),
      row('Deduction', ...rule4.bands.map(({ percent }) => `${percent} %`), '0 %'),
    ].join('\n'),
  ];
}

function betPart({ pastPostingToleranceMs, builderVoidPart, bonuses }: HouseRules): string {
  const pastPosting =
    pastPostingToleranceMs === null
      ? 'not looked for'
      : `a selection is void when the bet was accepted more than ${pastPostingToleranceMs / 1000} seconds after the incident that decided it`;
  const builder =
    builderVoidPart === 'void-always'
      ? 'the builder is void in any case'
      : 'the builder is void, unless another part is lost';
  return [
    [
      row('Case', 'Rule'),
      row('---', '---'),
      row('Bet after the incident', pastPosting),
      row('Void part of a bet builder', builder),
    ].join('\n'),
    ...bonuses.map(
      ({ bonus, sports, allRan, winPartOnly, cashStakeOnly }) =>
        `Bonus ${code(bonus)} for ${sports.join(', ')}${allRan ? '; no selection may be void' : ''}${
          winPartOnly ? '; on the win part only' : ''
        }${cashStakeOnly ? '; not on free bets' : ''}.`,
    ),
  ].join('\n\n');
}

const DATE = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

const versionPart = (rules: HouseRules): string =>
  [
    `## Version ${rules.version}, from ${DATE.format(new Date(rules.appliesFrom))}`,
    rules.about,
    betPart(rules),
    ...SPORTS.map((sport) => sportPart(sport, rules.sports[sport])),
  ].join('\n\n');

/** docs/house-rules.md as the data has it, the newest version first, before it is formatted. */
export const rulesPage = (book: RuleBook): string =>
  [INTRODUCTION, ...[...book].reverse().map(versionPart)].join('\n\n');
