import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { Page } from 'playwright-core';

const SCRIPT = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** What axe-core calls serious or critical on the page as it stands, one line each. */
export async function seriousViolations(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: SCRIPT });
  const { violations } = await page.evaluate(async () => {
    // A flash is over in a second and has no steady colour to measure.
    const flashes = document
      .getAnimations()
      .filter(({ effect }) => effect?.getTiming().iterations === 1);
    await Promise.all(flashes.map((each) => each.finished.catch(() => each)));
    const { axe: checker } = window as Window & { axe?: typeof axe };
    if (checker === undefined) throw new Error('axe-core did not load');
    return checker.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
  });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(
        ({ html, failureSummary = '' }) => `${id}: ${html.slice(0, 120)} ${failureSummary}`,
      ),
    );
}
