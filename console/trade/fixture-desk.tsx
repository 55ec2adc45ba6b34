import { lazy, Suspense, useCallback, useState } from 'react';

import {
  parseMarketKey,
  type BookMessage,
  type CommandBody,
  type FixtureId,
  type MarketKey,
} from '#contracts/mod.ts';

import { useCommand } from '../api/queries.ts';
import { useNamesOf } from '../format/use-names.ts';
import { useBook } from '../stream/use-live.ts';
import { DeskHead } from './desk-head.tsx';
import { DeskRail } from './desk-rail.tsx';
import { DeskTools } from './desk-tools.tsx';
import { KeyHelp } from './key-help.tsx';
import { MarketGrid } from './market-grid.tsx';
import { OpeningButton } from './opening/opening-button.tsx';
import { useDeskKeys } from './use-desk-keys.ts';
import { useDeskView } from './use-desk-view.ts';

const ExplainDialog = lazy(async () => ({
  default: (await import('./explain/explain-dialog.tsx')).ExplainDialog,
}));
const SettingDialog = lazy(async () => ({
  default: (await import('./setting/setting-dialog.tsx')).SettingDialog,
}));

/** One fixture as its trader works on it. */
export function FixtureDesk({ fixtureId }: Readonly<{ fixtureId: FixtureId }>) {
  const book = useBook(fixtureId);
  useNamesOf(book?.info.sport ?? 'football');
  if (book === undefined)
    return (
      <main className="card empty">
        <p>
          Nothing is known of this fixture&apos;s book yet. It comes with its next change of price.
        </p>
        <OpeningButton fixtureId={fixtureId} />
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
  const [changed, set] = useState<MarketKey | null>(null);
  // What is folded away or filtered out must not be suspended by a key.
  const selected = view.selected !== null && keys.includes(view.selected) ? view.selected : null;
  const help = useDeskKeys({ fixtureId, keys, selected, select, send, explain, set });
  return (
    <>
      <main className="desk-main">
        <DeskHead book={book} send={send} />
        <DeskTools view={view} command={command} openHelp={help.open}>
          <OpeningButton fixtureId={fixtureId} />
        </DeskTools>
        <MarketGrid {...{ book, view, selected, send, explain, set }} />
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
      {changed !== null && (
        <Setting
          {...{ book, send }}
          marketKey={changed}
          onClose={() => {
            set(null);
          }}
        />
      )}
    </>
  );
}

type SettingProps = Readonly<{
  book: BookMessage;
  marketKey: MarketKey;
  send: (body: CommandBody) => void;
  onClose: () => void;
}>;

/** The form for one market, while the market is on the board. */
function Setting({ book: { fixtureId, info, markets }, marketKey, send, onClose }: SettingProps) {
  const market = markets.find(({ key }) => key === marketKey);
  const type = parseMarketKey(marketKey)?.type;
  if (market === undefined || type === undefined) return null;
  return (
    <Suspense>
      <SettingDialog {...{ fixtureId, market, type, send, onClose }} teams={info} />
    </Suspense>
  );
}
