import { Refusal, type CommandBody } from '#contracts/mod.ts';
import { definitionOf, hasOneWinner, identifyMarket } from '#markets/mod.ts';

/** Chances that a person wrote down sum to 1 but for their rounding. */
const ROUNDING = 0.005;

function whyNot({
  marketKey,
  chances,
}: Extract<CommandBody, { kind: 'opening' }>): string | undefined {
  const identity = identifyMarket(marketKey);
  if (identity === undefined) return 'no such market';
  if (!hasOneWinner(marketKey)) return 'not one of its outcomes wins';
  if (chances.length === 0) return undefined;
  const outcomes = definitionOf(identity.type).outcomes(identity.specifiers);
  const given = new Set(chances.map(({ outcomeId }) => outcomeId));
  const isWhole = given.size === chances.length && given.size === outcomes.length;
  if (!isWhole || !outcomes.every((id) => given.has(id))) return 'not each outcome once';
  const sum = chances.reduce((all, { chance }) => all + chance, 0);
  return Math.abs(sum - 1) > ROUNDING ? 'the chances do not sum to 1' : undefined;
}

/** @throws Refusal BAD_REQUEST for chances at which a market cannot be opened; the detail says why. */
export function refuseUnsoundOpening(body: CommandBody): void {
  const why = body.kind === 'opening' ? whyNot(body) : undefined;
  if (why !== undefined) throw new Refusal('BAD_REQUEST', { field: 'chances', why });
}
