import { HouseRulesSchema, type HouseRules, type RuleBook } from '#contracts/mod.ts';
import { isRationalBelow, parseRational, RATIONAL_ONE } from '#markets/mod.ts';
import { parserOf } from '#platform/mod.ts';

import version1 from './versions/version-1.json' with { type: 'json' };
import version2 from './versions/version-2.json' with { type: 'json' };

const parse = parserOf(HouseRulesSchema);

/**
 * The versions in their order. @throws InvalidMessageError when one does not fit the schema, RangeError when
 * numbers or moments do not rise, or the bands of a deduction table do not.
 */
export function ruleBookOf(first: unknown, ...others: readonly unknown[]): RuleBook {
  const book: RuleBook = [parse(first), ...others.map(parse)];
  book.forEach((rules, at) => {
    const before = book[at - 1];
    if (before !== undefined && !follows(before, rules)) {
      throw new RangeError(`version ${rules.version} does not follow version ${before.version}`);
    }
    if (Number.isNaN(Date.parse(rules.appliesFrom)))
      throw new RangeError(`version ${rules.version} applies from no moment`);
    for (const { rule4 } of Object.values(rules.sports)) {
      const bounds = rule4?.bands.map(({ upToOdds }) => parseRational(upToOdds)) ?? [];
      const rises = bounds.every((bound, band) => {
        const below = band === 0 ? RATIONAL_ONE : bounds[band - 1];
        return bound !== undefined && below !== undefined && isRationalBelow(below, bound);
      });
      if (!rises)
        throw new RangeError(`version ${rules.version} has deduction bands that do not rise`);
    }
  });
  return book;
}

const follows = (before: HouseRules, next: HouseRules): boolean =>
  next.version === before.version + 1 &&
  Date.parse(next.appliesFrom) > Date.parse(before.appliesFrom);

/** Every version of the house's rules, oldest first. */
export const HOUSE_RULES: RuleBook = ruleBookOf(version1, version2);
