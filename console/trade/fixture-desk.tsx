import { lazy, Suspense, useCallback, useState } from 'react';

import type { BookMessage, CommandBody, FixtureId, MarketKey } from '#contracts/mod.ts';

import { useCommand } from '../api/queries.ts';
import { useNamesOf } from '../format/use-names.ts';
import { useBook } from '../stream/use-live.ts';
import { DeskHead } from './desk-head.tsx';
import { DeskRail } from './desk-rail.tsx';
import { DeskTools } from './desk-tools.tsx';
import { KeyHelp } from './key-help.tsx';
import { MarketGrid } from './market-grid.tsx';
import { useDeskKeys } from './use-desk-keys.ts';
import { useDeskView } from './use-desk-view.ts';

const ExplainDialog = lazy(async () => ({
  default: (await import('./explain/explain-dialog.tsx')).ExplainDialog,
}));

/** One fixture as its trader works on it. */
export function FixtureDesk({ fixtureId }: Readonly<{ fixtureId: FixtureId }>) {
  const book = useBook(fixtureId);
  useNamesOf(book?.info.sport ?? 'football');
  if (book === undefined)
    return (
      <main className="card empty">
        Nothing is known of this fixture&apos;s book yet. It comes with its next change of price.
      </main>
    );
  return <Desk book={book} />;
}

function Desk({ book }: Readonly<{ book: BookMessage }>) {
  const { fixtureId, info } = book;
  const command = useCommand(fixtureId);
  const { mutate } = command;
  const send = useCallback(
    (body: CommandBody) => {
      mutate(body);
    },
    [mutate],
  );
  const view = useDeskView(book);
  const { keys, select } = view;
  const [wanted, explain] = useState<MarketKey | null>(null);
  // What is folded away or filtered out must not be suspended by a key.
  const selected = view.selected !== null && keys.includes(view.selected) ? view.selected : null;
  const help = useDeskKeys({ fixtureId, keys, selected, select, send, explain });
  return (
    <>
      <main className="desk-main">
        <DeskHead book={book} send={send} />
        <DeskTools view={view} command={command} openHelp={help.open} />
        <MarketGrid {...{ book, view, selected, send, explain }} />
      </main>
      <DeskRail fixtureId={fixtureId} />
      {help.isOpen && <KeyHelp onClose={help.close} />}
      {wanted !== null && (
        <Suspense>
          <ExplainDialog
            {...{ fixtureId }}
            marketKey={wanted}
            teams={info}
            onClose={() => {
              explain(null);
            }}
          />
        </Suspense>
      )}
    </>
  );
}
