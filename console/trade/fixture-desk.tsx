import { useCallback, useMemo, useState } from 'react';

import type { BookMessage, CommandBody, FixtureId, MarketKey } from '#contracts/mod.ts';

import { useCommand } from '../api/queries.ts';
import { GROUP_NAMES, GROUPS, groupMarkets, type Group } from '../format/market-groups.ts';
import { useBook } from '../stream/use-live.ts';
import { DeskHead } from './desk-head.tsx';
import { KeyHelp } from './key-help.tsx';
import { MarketGrid } from './market-grid.tsx';
import { DeskRail } from './desk-rail.tsx';
import { useDeskKeys } from './use-desk-keys.ts';

/** One fixture as its trader works on it. */
export function FixtureDesk({ fixtureId }: Readonly<{ fixtureId: FixtureId }>) {
  const book = useBook(fixtureId);
  if (book === undefined)
    return (
      <main className="card empty">
        Nothing is known of this fixture&apos;s book yet. It comes with its next change of price.
      </main>
    );
  return <Desk book={book} />;
}

function Desk({ book }: Readonly<{ book: BookMessage }>) {
  const { fixtureId } = book;
  const command = useCommand(fixtureId);
  const { mutate } = command;
  const send = useCallback(
    (body: CommandBody) => {
      mutate(body);
    },
    [mutate],
  );
  const [shown, setShown] = useState<Group | 'all'>('all');
  const [selected, setSelected] = useState<MarketKey | null>(null);
  const groups = useMemo(() => groupMarkets(book.markets.map(({ key }) => key)), [book.markets]);
  const visible = groups.filter(({ group }) => shown === 'all' || group === shown);
  const keys = visible.flatMap((group) => group.keys);
  const help = useDeskKeys({ fixtureId, keys, selected, select: setSelected, send });
  const present = GROUPS.filter((each) => groups.some(({ group }) => group === each));
  return (
    <>
      <main className="desk-main">
        <DeskHead book={book} send={send} />
        <div className="desk-tools">
          <div className="tabs" role="group" aria-label="Markets shown">
            {(['all', ...present] as const).map((each) => (
              <button
                key={each}
                type="button"
                className="tab"
                aria-pressed={shown === each}
                onClick={() => {
                  setShown(each);
                }}
              >
                {each === 'all' ? 'All' : GROUP_NAMES[each]}
              </button>
            ))}
          </div>
          <span role="status" className="command-state">
            {command.isPending && 'Sending…'}
            {command.isError && <span className="problem-text">{command.error.message}</span>}
          </span>
          <button type="button" className="button ghost keys-button" onClick={help.open}>
            <kbd>?</kbd> Keys
          </button>
        </div>
        <MarketGrid
          book={book}
          groups={visible}
          selected={selected}
          select={setSelected}
          send={send}
        />
      </main>
      <DeskRail fixtureId={fixtureId} />
      {help.isOpen && <KeyHelp onClose={help.close} />}
    </>
  );
}
