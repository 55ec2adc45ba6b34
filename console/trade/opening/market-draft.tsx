import { useId } from 'react';

import type { MarketType, Score } from '#contracts/mod.ts';

import { typeTitle } from '../../format/market-groups.ts';
import { Icon } from '../../ui/icons.tsx';
import { nameOfOutcome, type Teams } from '../../ui/names.ts';
import { chanceOf, marketOf, OPENABLE, openingOf, type OpeningDraft } from './opening.ts';

type MarketDraftProps = Readonly<{
  draft: OpeningDraft;
  teams: Teams;
  score: Score;
  /** Whether it was to be sent already: from then on what is wrong is told. */
  isTried: boolean;
  change: (draft: OpeningDraft) => void;
  remove: (() => void) | undefined;
}>;

const START_LINE = '2.5';
const hasLine = (type: MarketType): boolean =>
  OPENABLE.some(([each, isOfLines]) => each === type && isOfLines);

/** One market: its type and line, a chance for each outcome, and the fair odds that follow. */
export function MarketDraft(props: MarketDraftProps) {
  const { draft, teams, score, isTried, change, remove } = props;
  const { type, line, chances } = draft;
  const id = useId();
  const market = marketOf(draft, score);
  const checked = openingOf(draft, score);
  const isWrong = isTried && typeof checked === 'string';
  return (
    <fieldset className="opening-market">
      <legend className="visually-hidden">Market to open: {typeTitle(type, teams)}</legend>
      <div className="opening-head">
        <label>
          Market
          <select
            value={type}
            onChange={({ target }) => {
              const [chosen] = OPENABLE.find(([each]) => each === target.value) ?? [type];
              change({
                type: chosen,
                line: hasLine(chosen) ? line || START_LINE : '',
                chances: [],
              });
            }}
          >
            {OPENABLE.map(([each]) => (
              <option key={each} value={each}>
                {typeTitle(each, teams)}
              </option>
            ))}
          </select>
        </label>
        {hasLine(type) && (
          <label>
            Line
            <input
              className="opening-line"
              value={line}
              aria-invalid={market === undefined}
              onChange={({ target }) => {
                change({ ...draft, line: target.value });
              }}
            />
          </label>
        )}
        {remove !== undefined && (
          <button
            type="button"
            className="icon-button"
            aria-label={`Leave out ${typeTitle(type, teams)}`}
            onClick={remove}
          >
            <Icon name="close" size={16} />
          </button>
        )}
      </div>
      <div className="opening-outcomes">
        {market?.outcomes.map((outcome, at) => (
          <label key={outcome}>
            {nameOfOutcome(market.key, outcome, teams)}
            <span className="opening-chance">
              <input
                inputMode="decimal"
                aria-label={`Chance of ${nameOfOutcome(market.key, outcome, teams)} in per cent`}
                value={chances[at] ?? ''}
                placeholder="%"
                aria-describedby={isWrong ? id : undefined}
                onChange={({ target }) => {
                  const next = market.outcomes.map((_, each) => chances[each] ?? '');
                  change({ ...draft, chances: next.with(at, target.value) });
                }}
              />
              <span className="hint figure">{fairText(chances[at] ?? '')}</span>
            </span>
          </label>
        ))}
      </div>
      <p id={id} role={isWrong ? 'alert' : undefined} className={isWrong ? 'problem' : 'hint'}>
        {typeof checked === 'string' && (isTried || market === undefined)
          ? checked
          : `Together ${sumText(chances)}; fair odds are before the margin.`}
      </p>
    </fieldset>
  );
}

function fairText(text: string): string {
  const chance = chanceOf(text);
  return chance > 0 && chance < 1 ? `fair ${(1 / chance).toFixed(2)}` : '';
}

function sumText(chances: readonly string[]): string {
  const sum = chances.reduce((all, text) => all + (chanceOf(text) || 0), 0);
  return `${(100 * sum).toFixed(1)} %`;
}
