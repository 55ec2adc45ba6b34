import { useEffect, useRef } from 'react';

import { isTyping } from './is-typing.ts';

type SearchFieldProps = Readonly<{
  label: string;
  query: string;
  change: (query: string) => void;
  /** What Enter does with what was found. */
  enter?: () => void;
}>;

/** A field that `/` leads to from anywhere, and that Escape empties and leaves. */
export function SearchField({ label, query, change, enter }: SearchFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || isTyping(event)) return;
      event.preventDefault();
      field.current?.focus();
    };
    addEventListener('keydown', press);
    return () => {
      removeEventListener('keydown', press);
    };
  }, []);
  return (
    <input
      ref={field}
      type="search"
      className="search"
      aria-label={label}
      aria-keyshortcuts="/"
      placeholder={`${label}  /`}
      value={query}
      onChange={({ target }) => {
        change(target.value);
      }}
      onKeyDown={({ key, currentTarget }) => {
        if (key === 'Escape') change('');
        if (key === 'Enter') enter?.();
        if (key === 'Escape' || key === 'Enter') currentTarget.blur();
      }}
    />
  );
}
