import { useEffect, useRef, type KeyboardEvent } from 'react';

type Tab<Id extends string> = Readonly<{ id: Id; text: string }>;
type TabsProps<Id extends string> = Readonly<{
  label: string;
  tabs: readonly Tab<Id>[];
  chosen: Id;
  /** False while the panel shows something that is of no tab. */
  isShown?: boolean;
  /** The panel's id; a tab's is this with its own, see `tabId`. */
  panelId: string;
  choose: (id: Id) => void;
}>;

export const tabId = (panelId: string, id: string): string => `${panelId}-tab-${id}`;

/** Where a key takes the focus among `count` tabs from `at`; undefined for other keys. */
function target(key: string, at: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowRight':
      return (at + 1) % count;
    case 'ArrowLeft':
      return (at + count - 1) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}

/** A list of tabs by the rules of ARIA: one stop for the Tab key, arrows go round and choose. */
export function Tabs<Id extends string>(props: TabsProps<Id>) {
  const { label, tabs, chosen, isShown = true, panelId, choose } = props;
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const tab = document.getElementById(tabId(panelId, chosen));
    // Sideways only: the page must not jump when a tab is chosen for the reader.
    const { current } = list;
    if (tab === null || current === null) return;
    current.scrollLeft = tab.offsetLeft - (current.clientWidth - tab.offsetWidth) / 2;
  }, [panelId, chosen]);
  const press = (event: KeyboardEvent): void => {
    const at = tabs.findIndex(({ id }) => id === chosen);
    const next = tabs[target(event.key, at, tabs.length) ?? -1];
    if (next === undefined) return;
    event.preventDefault();
    choose(next.id);
    document.getElementById(tabId(panelId, next.id))?.focus();
  };
  return (
    <div ref={list} role="tablist" aria-label={label} className="tabs tab-list" onKeyDown={press}>
      {tabs.map(({ id, text }) => (
        <button
          key={id}
          id={tabId(panelId, id)}
          type="button"
          role="tab"
          className="tab"
          aria-selected={isShown && id === chosen}
          aria-controls={panelId}
          tabIndex={id === chosen ? 0 : -1}
          onClick={() => {
            choose(id);
          }}
        >
          {text}
        </button>
      ))}
    </div>
  );
}
