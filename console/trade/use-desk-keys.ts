import { useEffect, useState } from 'react';

import type { CommandBody, FixtureId, MarketKey } from '#contracts/mod.ts';

import { go } from '../router.ts';
import type { LiveStore } from '../stream/live-store.ts';
import { useLiveStore } from '../stream/use-live.ts';
import { onKeys } from '../ui/on-keys.ts';

type DeskKeys = Readonly<{
  fixtureId: FixtureId;
  keys: readonly MarketKey[];
  selected: MarketKey | null;
  select: (key: MarketKey | null) => void;
  send: (body: CommandBody) => void;
  explain: (key: MarketKey) => void;
  set: (key: MarketKey) => void;
}>;

export const DESK_KEYS: readonly (readonly [string, string])[] = [
  ['↓ ↑', 'Next and previous market'],
  ['S', 'Suspend the market'],
  ['R', 'Resume the market'],
  ['M', 'Change the margin of the market'],
  ['E', 'Explain the prices of the market'],
  ['W', 'What a margin or a mode of skew would do to the market, and set it'],
  ['/', 'Filter the markets; Enter chooses the first'],
  ['Shift S', 'Suspend the whole fixture'],
  ['Shift R', 'Resume the whole fixture'],
  ['J K', 'Next and previous fixture'],
  ['Esc', 'Let go of the market'],
  ['?', 'These keys'],
];

/** The keyboard of the desk. Resuming and suspending a market need a market that was chosen first. */
export function useDeskKeys(desk: DeskKeys) {
  const { fixtureId, keys, selected, select, send, explain, set } = desk;
  const store = useLiveStore();
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const actions = actionsOf(
      { fixtureId, keys, selected, select, send, explain, set },
      store,
      () => {
        setOpen(true);
      },
    );
    return onKeys(actions, { repeats: true });
  }, [fixtureId, keys, selected, select, send, explain, set, store]);
  return {
    isOpen,
    open: () => {
      setOpen(true);
    },
    close: () => {
      setOpen(false);
    },
  };
}

type Actions = Readonly<Record<string, () => void>>;

function actionsOf(desk: DeskKeys, store: LiveStore, showHelp: () => void): Actions {
  const { keys, selected, select, send, explain, set } = desk;
  const step = (by: number): void => {
    const at = selected === null ? -1 : keys.indexOf(selected);
    const next = keys[at === -1 && by < 0 ? keys.length - 1 : at + by];
    if (next !== undefined) select(next);
  };
  const onMarket = (kind: 'suspend' | 'resume'): void => {
    if (selected !== null) send({ kind, marketKey: selected });
  };
  return {
    ArrowDown: () => {
      step(1);
    },
    ArrowUp: () => {
      step(-1);
    },
    s: () => {
      onMarket('suspend');
    },
    r: () => {
      onMarket('resume');
    },
    S: () => {
      send({ kind: 'suspend' });
    },
    R: () => {
      send({ kind: 'resume' });
    },
    m: focusMargin,
    e: () => {
      if (selected !== null) explain(selected);
    },
    w: () => {
      if (selected !== null) set(selected);
    },
    j: () => {
      goToFixture(desk, store, 1);
    },
    k: () => {
      goToFixture(desk, store, -1);
    },
    Escape: () => {
      select(null);
    },
    '?': showHelp,
  };
}

function goToFixture({ fixtureId }: DeskKeys, store: LiveStore, by: number): void {
  const fixtures = store.fixtures();
  const at = fixtures.findIndex((board) => board.fixtureId === fixtureId);
  const next = fixtures[at + by];
  if (next !== undefined) go({ page: 'trade', fixtureId: next.fixtureId });
}

function focusMargin(): void {
  const input = document.querySelector('tbody[data-selected="true"] input[data-margin]');
  if (input instanceof HTMLInputElement) input.select();
}
