import { useEffect, useRef, type ReactNode } from 'react';

import { Icon } from './icons.tsx';

type DialogProps = Readonly<{
  title: string;
  onClose: () => void;
  children: ReactNode;
  className?: string;
}>;

/** The browser's own modal dialog: keeps the focus inside, closes on Escape, gives the focus back. */
export function Dialog({ title, onClose, children, className = '' }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => {
      element?.close();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className={`dialog ${className}`}
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <header className="dialog-head">
        <h2>{title}</h2>
        <button type="button" className="icon-button" aria-label="Close" onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      {children}
    </dialog>
  );
}
