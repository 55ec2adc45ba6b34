import type { LayOffOrder } from '#contracts/mod.ts';

import { useLayOff, useLayOffStep, type LayOffStep } from '../../api/lay-off.ts';
import { moneyText } from '../../format/money-text.ts';
import { formatPrice } from '../../format/odds-format.ts';
import { dateTimeText } from '../../format/time-text.ts';
import { useLiveStore } from '../../stream/use-live.ts';
import { Link } from '../../ui/link.tsx';
import { nameOfFixture, nameOfMarket, nameOfOutcome, teamsOf } from '../../ui/names.ts';
import { Because } from '../because.tsx';
import { QueryState } from '../query-state.tsx';
import { isAtWork, limitsText, matchedText, statusText } from './lay-off-text.ts';

const HEADS = ['Odds', 'Size', 'At risk'];

/** What the house would bet and has bet at an exchange; a person sends what is proposed. */
export function LayOff() {
  const query = useLayOff();
  const step = useLayOffStep();
  const { data } = query;
  return (
    <section aria-label="Lay-off">
      <h2>Lay-off</h2>
      {data === undefined ? (
        <>
          <QueryState query={query} loading="Asking the desk" />
          {query.error !== null && (
            <p className="hint">The desk is away too where laying off is turned off.</p>
          )}
        </>
      ) : (
        <>
          <p className="hint">{limitsText(data.limits)}</p>
          <p className="decision-sure">
            <button
              type="button"
              className="button ghost"
              disabled={step.isPending}
              onClick={() => {
                step.mutate({ verb: 'propose' });
              }}
            >
              Propose orders
            </button>
            <span role="status" className="hint">
              {stateText(step)}
            </span>
          </p>
          {step.error !== null && (
            <p className="problem" role="alert">
              {problemText(step.error)}
            </p>
          )}
          <Orders orders={data.orders} {...{ step }} />
        </>
      )}
    </section>
  );
}

type Step = ReturnType<typeof useLayOffStep>;

function stateText({ isPending, data, variables }: Step): string {
  if (isPending) return 'Asking the desk…';
  if (data === undefined || variables.verb !== 'propose') return '';
  const count = data.orders.length;
  if (count === 0)
    return 'Nothing to trade: no match costs more than the band, or no price is fresh.';
  return `${String(count)} proposed.`;
}

/** The sentence of the desk where there is one. */
function problemText(error: Error): string {
  const { why } = 'detail' in error ? (error.detail as Readonly<{ why?: unknown }>) : {};
  return typeof why === 'string' ? `The desk does not do this: ${why}` : error.message;
}

function Orders({ orders, step }: Readonly<{ orders: readonly LayOffOrder[]; step: Step }>) {
  if (orders.length === 0) return <p className="card empty">There are no orders.</p>;
  return (
    <div className="card office-scroll" role="region" aria-label="Orders of the house" tabIndex={0}>
      <table className="office-table">
        <thead>
          <tr>
            <th scope="col">Selection</th>
            {HEADS.map((name) => (
              <th key={name} scope="col" className="number">
                {name}
              </th>
            ))}
            <th scope="col">State</th>
            <th scope="col">Step</th>
          </tr>
        </thead>
        <tbody>
          {orders.map((order) => (
            <OrderRow
              key={order.orderId}
              order={order}
              isPending={step.isPending}
              take={(next) => {
                step.mutate(next);
              }}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

type OrderRowProps = Readonly<{
  order: LayOffOrder;
  isPending: boolean;
  take: (step: LayOffStep) => void;
}>;

function OrderRow({ order, isPending, take }: OrderRowProps) {
  const { orderId, fixtureId, marketKey, outcomeId, side, odds, currency, actor } = order;
  const teams = teamsOf(useLiveStore().board(fixtureId) ?? { fixtureId, info: undefined });
  const outcome = nameOfOutcome(marketKey, outcomeId, teams);
  return (
    <tr>
      <th scope="row">
        <Link to={{ page: 'trade', fixtureId }}>
          {side === 'back' ? 'Back' : 'Lay'} {outcome}
        </Link>
        <span className="office-sub">
          {nameOfMarket(marketKey, teams)} · {teams.away === '' ? teams.home : nameOfFixture(teams)}
        </span>
      </th>
      <td className="number figure">{formatPrice(odds, 'decimal')}</td>
      <td className="number figure">{moneyText(BigInt(order.sizeMinor), currency)}</td>
      <td className="number figure">{moneyText(BigInt(order.riskMinor), currency)}</td>
      <td>
        {statusText(order)}
        <span className="office-sub figure">
          {matchedText(order)} · {dateTimeText(order.sentAt ?? order.createdAt)}
          {actor === null ? '' : ` · ${actor}`}
        </span>
      </td>
      <td>
        {order.status === 'proposed' && (
          <Because
            verb="Send"
            isPending={isPending}
            onGive={(reason) => {
              take({ verb: 'send', orderId, reason });
            }}
          />
        )}
        {isAtWork(order) && (
          <button
            type="button"
            className="button ghost"
            disabled={isPending}
            aria-label={`Cancel ${side} of ${outcome}`}
            onClick={() => {
              take({ verb: 'cancel', orderId });
            }}
          >
            Cancel
          </button>
        )}
      </td>
    </tr>
  );
}
