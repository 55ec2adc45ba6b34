import '../../styles/customers.css';

import { useState } from 'react';

import { FINDING_KINDS, type FindingKind } from '#contracts/mod.ts';

import { useCustomers } from '../../api/customers.ts';
import { useSettled } from '../../trade/setting/use-settled.ts';
import { SearchField } from '../../ui/search-field.tsx';
import { QueryState } from '../query-state.tsx';
import { CustomerCard } from './customer-card.tsx';
import { factorText, FINDING_TITLES } from './finding-text.ts';
import { Integrity } from './integrity.tsx';

const STEP = 50;
const MOST = 200;
const TYPING_MS = 300;

type Filter = Readonly<{ kind: FindingKind | ''; name: string; changed: boolean }>;
const ALL: Filter = { kind: '', name: '', changed: false };

/** What is found about customers and about the flow of bets, and what follows from it. */
export function Customers() {
  return (
    <>
      <Found />
      <Integrity />
    </>
  );
}

function Found() {
  const [filter, setFilter] = useState(ALL);
  const [limit, setLimit] = useState(STEP);
  const name = useSettled(filter.name.trim(), TYPING_MS);
  const query = useCustomers({
    limit,
    ...(filter.kind === '' ? {} : { kind: filter.kind }),
    ...(name === '' ? {} : { name }),
    ...(filter.changed ? { changed: true } : {}),
  });
  const { data } = query;
  const change = (next: Partial<Filter>): void => {
    setFilter({ ...filter, ...next });
    setLimit(STEP);
  };
  return (
    <section aria-label="Findings">
      <h2>
        Findings <span className="count">{data?.customers.length ?? '–'}</span>
      </h2>
      <Filters {...{ filter, change }} />
      {data === undefined || query.error !== null ? (
        <QueryState query={query} loading="Asking what was found" />
      ) : (
        <>
          <p className="hint">{limitsText(data.limits)}</p>
          <p className="visually-hidden" role="status">
            {data.customers.length} customers
          </p>
          {data.customers.length === 0 && (
            <Nobody
              isFiltered={filter !== ALL}
              clear={() => {
                change(ALL);
              }}
            />
          )}
          {data.customers.map((customer) => (
            <CustomerCard key={customer.accountId} customer={customer} />
          ))}
          {data.more &&
            (limit < MOST ? (
              <button
                type="button"
                className="button ghost"
                onClick={() => {
                  setLimit(Math.min(MOST, limit + STEP));
                }}
              >
                Show more
              </button>
            ) : (
              <p className="hint">There are more: filter to see them.</p>
            ))}
        </>
      )}
    </section>
  );
}

type Limits = NonNullable<ReturnType<typeof useCustomers>['data']>['limits'];

const limitsText = (limits: Limits): string =>
  limits === null
    ? 'Nobody has set limits: findings stand here and no factor is changed by them. Changes can be taken back.'
    : `Limits: no factor goes under ${factorText(limits.leastBps)} of the ordinary one, nor down by more than ${factorText(limits.mostStepBps)} at once.`;

type FiltersProps = Readonly<{ filter: Filter; change: (next: Partial<Filter>) => void }>;

function Filters({ filter: { kind, name, changed }, change }: FiltersProps) {
  return (
    <div className="customer-filters" role="search" aria-label="Filter findings">
      <SearchField
        label="Name or account"
        query={name}
        change={(next) => {
          change({ name: next.slice(0, 64) });
        }}
      />
      <select
        className="select"
        aria-label="Kind of finding"
        value={kind}
        onChange={({ target }) => {
          change({ kind: FINDING_KINDS.find((each) => each === target.value) ?? '' });
        }}
      >
        <option value="">Every kind</option>
        {FINDING_KINDS.map((each) => (
          <option key={each} value={each}>
            {FINDING_TITLES[each]}
          </option>
        ))}
      </select>
      <label className="customer-check">
        <input
          type="checkbox"
          checked={changed}
          onChange={({ target }) => {
            change({ changed: target.checked });
          }}
        />
        Changed factors only
      </label>
    </div>
  );
}

function Nobody({ isFiltered, clear }: Readonly<{ isFiltered: boolean; clear: () => void }>) {
  if (!isFiltered)
    return (
      <p className="card empty">Nobody is flagged, and every stake factor is the ordinary one.</p>
    );
  return (
    <div className="card empty">
      <p>No customer fits the filter.</p>
      <button type="button" className="button ghost" onClick={clear}>
        Show everybody
      </button>
    </div>
  );
}
