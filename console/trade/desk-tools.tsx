import type { ReactNode } from 'react';

import type { useCommand } from '../api/queries.ts';
import { SearchField } from '../ui/search-field.tsx';
import type { DeskView } from './use-desk-view.ts';

type DeskToolsProps = Readonly<{
  view: DeskView;
  command: Pick<ReturnType<typeof useCommand>, 'isPending' | 'isError' | 'error'>;
  openHelp: () => void;
  /** Further tools. */
  children: ReactNode;
}>;

/** Filter and folding of the grid, and what became of the last command. */
export function DeskTools({ view, command, openHelp, children }: DeskToolsProps) {
  const { query, setQuery, keys, select, groups, unfoldAll, foldAll } = view;
  const isFiltered = query.trim() !== '';
  const count = String(keys.length);
  return (
    <div className="desk-tools">
      <SearchField
        label="Filter markets"
        query={query}
        change={setQuery}
        enter={() => {
          select(keys[0] ?? null);
        }}
      />
      <button
        type="button"
        className="chip"
        disabled={isFiltered || groups.every(({ isOpen }) => isOpen)}
        onClick={unfoldAll}
      >
        Unfold all
      </button>
      <button
        type="button"
        className="chip"
        disabled={isFiltered || groups.every(({ isOpen }) => !isOpen)}
        onClick={foldAll}
      >
        Fold all
      </button>
      {children}
      <span role="status" className="command-state">
        {command.isPending && 'Sending…'}
        {command.isError && <span className="problem-text">{command.error?.message}</span>}
        {isFiltered && ` ${count} markets`}
      </span>
      <button type="button" className="button ghost keys-button" onClick={openHelp}>
        <kbd>?</kbd> Keys
      </button>
    </div>
  );
}
