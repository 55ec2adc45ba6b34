import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

import {
  MAX_BUILDER_LEGS,
  oddsFromDecimal,
  type BuilderView,
  type FixtureId,
} from '#contracts/mod.ts';

import { askBuilder } from '../../api/api.ts';
import { formatPrice } from '../../format/odds-format.ts';
import { oddsFormat } from '../../preferences.ts';
import { useValue } from '../../state.ts';
import { Icon } from '../../ui/icons.tsx';
import {
  clearLegs,
  combination,
  legId,
  stopCombining,
  takeAdvice,
  toggleLeg,
  type Leg,
} from './combination.ts';
import { refusalText } from './refusal-text.ts';

const DEBOUNCE_MS = 250;
const REFRESH_MS = 3000;
const NO_LEGS: readonly Leg[] = [];

/** The legs that were picked, their joint price, and what is to be known about it. */
export function BuilderBar({ fixtureId }: Readonly<{ fixtureId: FixtureId }>) {
  const legs = useValue(combination)?.legs ?? NO_LEGS;
  return (
    <section className="card builder" aria-label="Combined bet">
      <header className="builder-head">
        <h2>
          Combine <span className="count">{legs.length}</span>
        </h2>
        {legs.length > 0 && (
          <button type="button" className="text-button" onClick={clearLegs}>
            Clear
          </button>
        )}
        <button
          type="button"
          className="icon-button"
          aria-label="Stop combining"
          onClick={stopCombining}
        >
          <Icon name="close" size={14} />
        </button>
      </header>
      {legs.length > 0 && <Legs legs={legs} />}
      <Price fixtureId={fixtureId} legs={legs} />
    </section>
  );
}

function Legs({ legs }: Readonly<{ legs: readonly Leg[] }>) {
  return (
    <ul className="legs">
      {legs.map((leg) => (
        <li key={legId(leg)} className="leg">
          <span className="leg-names">
            <b>{leg.outcome}</b>
            <span>{leg.market}</span>
          </span>
          <button
            type="button"
            className="icon-button"
            aria-label={`Take ${leg.outcome}, ${leg.market} out`}
            onClick={() => {
              toggleLeg(leg);
            }}
          >
            <Icon name="close" size={12} />
          </button>
        </li>
      ))}
    </ul>
  );
}

type PriceProps = Readonly<{ fixtureId: FixtureId; legs: readonly Leg[] }>;

function Price({ fixtureId, legs }: PriceProps) {
  const { data, error, isPlaceholderData } = useJointPrice(fixtureId, legs);
  if (error !== null)
    return (
      <p className="problem" role="status">
        {refusalText(error, legs)}
      </p>
    );
  if (legs.length === 0)
    return <p className="hint">Press prices of this match: they are to win together.</p>;
  if (data === undefined || isPlaceholderData)
    return (
      <p className="builder-price" role="status">
        <span className="hint">Pricing…</span>
      </p>
    );
  return <Answer view={data} isFull={legs.length === MAX_BUILDER_LEGS} />;
}

function Answer({ view, isFull }: Readonly<{ view: BuilderView; isFull: boolean }>) {
  const format = useValue(oddsFormat);
  const odds = view.odds === null ? undefined : oddsFromDecimal(view.odds);
  if (view.contradictory)
    return (
      <p className="problem" role="status">
        These legs exclude each other: they cannot all win.
      </p>
    );
  if (odds === undefined)
    return (
      <p className="problem" role="status">
        There is no price for these legs together: they are as good as decided.
      </p>
    );
  return (
    <div className="builder-price" role="status">
      <b className="figure builder-odds">{formatPrice(odds, format)}</b>
      <span className="tag">Price only</span>
      <span className="hint">
        Combined bets cannot be placed yet. {correlationText(view.correlation)}
        {isFull && ` ${String(MAX_BUILDER_LEGS)} legs are the most.`}
      </span>
    </div>
  );
}

const CLOSE_TO_ONE = 0.02;

/** How the legs hang together, in words. */
function correlationText(correlation: number | null): string {
  if (correlation === null || Math.abs(correlation - 1) < CLOSE_TO_ONE) return '';
  const times = correlation < 1 ? 1 / correlation : correlation;
  const how = correlation < 1 ? 'less' : 'more';
  return `Together ${times.toFixed(2)} times ${how} likely than if they were independent.`;
}

/** Asks for the price once the legs have stood for a moment, and again while they stand. */
function useJointPrice(fixtureId: FixtureId, legs: readonly Leg[]) {
  const settled = useSettled(legs);
  const answer = useQuery({
    queryKey: ['builder', fixtureId, ...settled.map(legId)],
    queryFn: ({ signal }) => askBuilder(fixtureId, settled, signal),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
    retry: false,
    // An old price is worth nothing when the same legs come back.
    gcTime: 0,
  });
  const { data, isPlaceholderData } = answer;
  useEffect(() => {
    if (data !== undefined && !isPlaceholderData) takeAdvice(data);
  }, [data, isPlaceholderData]);
  return {
    data,
    error: settled === legs ? answer.error : null,
    isPlaceholderData: isPlaceholderData || settled !== legs,
  };
}

/** The legs as they were when they had not changed for a moment. */
function useSettled(legs: readonly Leg[]): readonly Leg[] {
  const [settled, setSettled] = useState(legs);
  useEffect(() => {
    const timer = setTimeout(() => {
      setSettled(legs);
    }, DEBOUNCE_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [legs]);
  return settled;
}
