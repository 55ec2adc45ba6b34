import { parsePath, pathOf, type Route } from './routes.ts';
import { createState, useValue } from './state.ts';

const path = createState(location.pathname);
addEventListener('popstate', () => {
  path.set(location.pathname);
});

export const useRoute = (): Route => parsePath(useValue(path));

export function go(route: Route): void {
  const to = pathOf(route);
  if (to === location.pathname) return;
  history.pushState(null, '', to);
  path.set(to);
}
