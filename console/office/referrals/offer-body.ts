import {
  oddsFromDecimal,
  oddsToDecimal,
  parseMoney,
  type Referral,
  type ReferralVerdictBody,
} from '#contracts/mod.ts';

type Typed = Readonly<{ stake: string; odds: string }>;
type Terms = Pick<ReferralVerdictBody, 'stake' | 'odds'>;

const plain = (text: string): string => text.trim().replace(',', '.');

/** What was typed as the terms of an offer, or the sentence that says what is wrong with it. */
export function offerOf(
  typed: Typed,
  { stake: asked, currency, legs }: Pick<Referral, 'stake' | 'currency' | 'legs'>,
): Terms | string {
  const [stakeText, oddsText] = [plain(typed.stake), plain(typed.odds)];
  const terms: { stake?: string; odds?: number } = {};
  if (stakeText !== '' && stakeText !== asked) {
    const minor = parseMoney(stakeText, currency);
    const most = parseMoney(asked, currency) ?? 0n;
    if (minor === undefined || minor <= 0n) return `Write the stake as an amount of ${currency}.`;
    if (minor > most) return `Offer at most the ${asked} that was asked for.`;
    terms.stake = stakeText;
  }
  if (oddsText !== '') {
    const odds = /^\d+(?:\.\d+)?$/u.test(oddsText) ? oddsFromDecimal(Number(oddsText)) : undefined;
    if (odds === undefined) return 'Write the odds as a decimal such as 2.35.';
    if (oddsToDecimal(odds) > (legs[0]?.odds ?? 0)) return 'Offer lower odds than were asked for.';
    terms.odds = oddsToDecimal(odds);
  }
  return Object.keys(terms).length === 0 ? 'Change the stake or the odds to offer.' : terms;
}
