import type { MarketDescription } from './descriptions.ts';
import type { UofSpecifiers } from './specifiers.ts';

export type NameContext = Readonly<{
  specifiers: UofSpecifiers;
  /** In the order of the fixture: home, away. */
  competitors: readonly string[];
  /** The event itself, for outrights: `{$event}`. */
  event?: string;
  /** Players and competitors by URN, as far as they are known. */
  profiles?: ReadonlyMap<string, string>;
}>;

/** 1st, 2nd, 3rd, 4th, 11th. */
export function ordinal(count: number): string {
  const tens = Math.abs(count) % 100;
  const ending = tens >= 11 && tens <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][tens % 10] ?? 'th');
  return `${count}${ending}`;
}

const signed = (value: number): string => (value > 0 ? `+${value}` : String(value + 0));
const numeric = (text: string | undefined): number | null =>
  text !== undefined && /^[+-]?\d+(?:\.\d+)?$/u.test(text) ? Number(text) : null;

/** `1-0` and `1:0` as the start of a European handicap; read from the other side it is `0:1`. */
function handicap(value: string, isInverted: boolean): string {
  const score = /^(\d+)[:-](\d+)$/u.exec(value);
  if (score !== null)
    return isInverted
      ? `${score[2] ?? ''}:${score[1] ?? ''}`
      : `${score[1] ?? ''}:${score[2] ?? ''}`;
  const number = numeric(value);
  return number === null ? value : signed(isInverted ? -number : number);
}

function filled(mark: string, name: string, context: NameContext): string {
  const { specifiers, competitors, event = '', profiles } = context;
  const competitor = /^competitor([12])$/u.exec(name);
  const value = Object.hasOwn(specifiers, name) ? specifiers[name] : undefined;
  if (mark === '$') {
    if (name === 'event') return event;
    return competitor === null
      ? (profiles?.get(value ?? '') ?? value ?? '')
      : (competitors[Number(competitor[1]) - 1] ?? `competitor ${competitor[1] ?? ''}`);
  }
  if (value === undefined) return `{${mark}${name}}`;
  if (mark === '%') return profiles?.get(value) ?? value;
  if (mark === '!') {
    const number = numeric(value);
    return number === null ? value : ordinal(number);
  }
  return mark === '+' || mark === '-' ? handicap(value, mark === '-') : value;
}

const PLACEHOLDER = /\{([$!%+-]?)(?:\(([a-z_]\w*)([+-]\d{1,3})\)|([a-z_]\w*))\}/giu;

/**
 * A template of the provider with its places filled: `{total}` the specifier, `{!goalnr}` as an ordinal, `{+hcp}` and
 * `{-hcp}` with a sign and turned, `{(set+1)}` with a number added, `{%player}` a player's name, `{$competitor1}` and
 * `{$event}` from the fixture. A place whose specifier did not come stays as it is.
 */
export const fillTemplate = (template: string, context: NameContext): string =>
  template.replace(PLACEHOLDER, (whole: string, ...parts: readonly (string | undefined)[]) => {
    const [mark = '', base, added, name = ''] = parts;
    if (base === undefined) return filled(mark, name, context);
    const value = numeric(context.specifiers[base]);
    if (value === null) return whole;
    const sum = String(value + Number(added));
    return filled(mark, base, { ...context, specifiers: { ...context.specifiers, [base]: sum } });
  });

export const describedMarketName = (description: MarketDescription, context: NameContext): string =>
  fillTemplate(description.name, context);

/** Outcomes whose ids are players or competitors, several of them joined by a comma, are named by their profiles. */
export function describedOutcomeName(
  description: MarketDescription | undefined,
  outcomeId: string,
  context: NameContext,
): string {
  const described = description?.outcomes.find(({ id }) => id === outcomeId);
  if (described !== undefined) return fillTemplate(described.name, context);
  const names = outcomeId.split(',').map((urn) => context.profiles?.get(urn));
  return names.every((name) => name !== undefined) ? names.join(', ') : outcomeId;
}
