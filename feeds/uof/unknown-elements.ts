import type { XmlElement } from './xml.ts';

/** A provider that makes up names must not fill the memory. */
const MAX_NAMES = 500;

/**
 * What came that we do not know: kept out of everything, but counted by `parent/child`, so that an addition to the
 * protocol is seen and breaks nothing.
 */
export type UnknownElements = Readonly<{
  add: (parent: XmlElement, child: XmlElement) => void;
  counts: () => ReadonlyMap<string, number>;
}>;

export function makeUnknownElements(onUnknown: (path: string) => void = () => undefined) {
  const counts = new Map<string, number>();
  const unknown: UnknownElements = {
    add: (parent, child) => {
      const path = `${parent.name}/${child.name}`.slice(0, 80);
      const known = counts.has(path) || counts.size < MAX_NAMES ? path : 'other';
      counts.set(known, (counts.get(known) ?? 0) + 1);
      onUnknown(known);
    },
    counts: () => counts,
  };
  return unknown;
}

/**
 * Hands each child to the reader of its name. Elements without one are counted as unknown.
 * @param readers by element name; `null` for what is known and of no use here.
 */
export function eachChild(
  element: XmlElement,
  unknown: UnknownElements,
  readers: Readonly<Record<string, ((child: XmlElement) => void) | null>>,
): void {
  for (const child of element.children) {
    if (!Object.hasOwn(readers, child.name)) unknown.add(element, child);
    else readers[child.name]?.(child);
  }
}
