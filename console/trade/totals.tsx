import { houseMoney } from '../format/money-text.ts';
import { isInPlay } from '../format/match-time.ts';
import { useBooks } from '../stream/use-live.ts';

const sum = (values: readonly string[]): string =>
  values.reduce((total, each) => total + BigInt(each), 0n).toString();

/** The whole book in one line. */
export function Totals() {
  const books = useBooks();
  const figures: readonly (readonly [string, string, string?])[] = [
    ['In play', String(books.filter(({ state }) => isInPlay(state)).length)],
    ['Open bets', String(books.reduce((total, { bets }) => total + bets, 0))],
    ['Staked', houseMoney(sum(books.map(({ stakedMinor }) => stakedMinor)))],
    ['Expected result', ...signed(sum(books.map(({ expectedMinor }) => expectedMinor)))],
    ['Sum of worst cases', ...signed(sum(books.map(({ worstCaseMinor }) => worstCaseMinor)))],
  ];
  return (
    <dl className="totals" aria-label="The whole book">
      {figures.map(([name, value, tone]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="figure" data-tone={tone}>
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}

const signed = (amountMinor: string): readonly [string, string] => [
  houseMoney(amountMinor),
  toneOf(amountMinor),
];

export const toneOf = (amountMinor: string): 'profit' | 'loss' | 'even' => {
  const amount = BigInt(amountMinor);
  return amount > 0n ? 'profit' : amount < 0n ? 'loss' : 'even';
};
