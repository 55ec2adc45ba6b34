import type { MouseEvent, ReactNode } from 'react';

import { go } from '../router.ts';
import { pathOf, type Route } from '../routes.ts';

type LinkProps = Readonly<{
  to: Route;
  children: ReactNode;
  className?: string;
  isCurrent?: boolean;
}>;

/** A real link that changes the page without loading it again. */
export function Link({ to, children, className, isCurrent = false }: LinkProps) {
  const follow = (event: MouseEvent): void => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    go(to);
  };
  return (
    <a
      href={pathOf(to)}
      onClick={follow}
      className={className}
      aria-current={isCurrent ? 'page' : undefined}
    >
      {children}
    </a>
  );
}
