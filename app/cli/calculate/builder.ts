import type { Command } from 'commander';

import { InputError, marketKeyOf, outcomeId } from '#contracts/mod.ts';
import { boardOf, marketName } from '#markets/mod.ts';
import { combinable, jointLegs, type Leg } from '#odds/mod.ts';

import {
  asLines,
  calculate,
  percent,
  print,
  questionOf,
  table,
  withCommonOptions,
  type CommonOptions,
} from './calculation.ts';
import { worldOf } from './football-match.ts';
import { footballQuestion, withFootballOptions, type FootballOptions } from './football-options.ts';

const EXAMPLES = `
A leg is a market key, a slash and an outcome, as a board shows them.

Examples:
  $ npm run -s overround -- builder --home 1.5 --away 1.2 match-result/home "total-goals|line=2.5/over"
  $ npm run -s overround -- builder --minute 60 --score 1-0 --json match-result/home both-teams-to-score/yes
`;

/** An outcome may hold a slash itself: the first one after the specifiers ends the market key. */
function legOf(text: string, at: number): Leg {
  const slash = text.indexOf('/');
  if (slash > 0) {
    const marketKey = marketKeyOf(text.slice(0, slash));
    return { marketKey, outcomeId: outcomeId(text.slice(slash + 1)) };
  }
  throw new InputError('FORMAT_INVALID', `legs[${at}]`, text, 'must be market/outcome');
}

export function addBuilder(program: Command): void {
  withFootballOptions(withCommonOptions(program.command('builder')))
    .description('The joint price of several answers to one match, and what can be added')
    .argument('[legs...]', 'legs of the bet')
    .addHelpText('after', EXAMPLES)
    .action((texts: string[], options: CommonOptions & FootballOptions) => {
      const question = questionOf(options);
      if (question !== undefined) {
        const answer = calculate(question, ['betbuilder']);
        print(answer, options, () => asLines(answer));
        return;
      }
      const legs = texts.map(legOf);
      const { world, record } = worldOf(footballQuestion(options));
      const joint = jointLegs(world, legs);
      const contradictory = legs.length > 0 && joint.chance === 0;
      const board = boardOf(record).flatMap(({ key, outcomes }) =>
        outcomes.map((id): Leg => ({ marketKey: key, outcomeId: id })),
      );
      const additions = combinable(world, legs, board).map(({ leg, chance, implied }) => ({
        ...leg,
        chance,
        implied,
      }));
      const answer = {
        legs: legs.map((leg, at) => ({ ...leg, chance: joint.legs[at] })),
        joint: joint.chance,
        product: joint.product,
        correlation: joint.product === 0 ? null : joint.chance / joint.product,
        contradictory,
        fairOdds: contradictory || legs.length === 0 ? null : 1 / joint.chance,
        combinable: additions,
      };
      print(answer, options, () => [
        ...table(
          legs.map(({ marketKey, outcomeId: id }, at) => [
            `${marketName(marketKey)}: ${id}`,
            percent(joint.legs[at] ?? NaN),
          ]),
        ),
        contradictory
          ? 'The legs exclude each other: there is no price.'
          : `together ${percent(joint.chance)}, fair odds ${(1 / joint.chance).toFixed(4)} (independent legs: ${(1 / joint.product).toFixed(4)})`,
        `${additions.length} answers can be added, of which ${additions.filter(({ implied }) => implied).length} change nothing; --json lists them`,
      ]);
    });
}
