/**
 * The obvious rebuild to compare with: every value of every ladder under a name of its own in one dictionary,
 * straight from the message, with no order.
 */
type Json = Readonly<Record<string, unknown>>;

const LADDERS = ['atb', 'atl', 'trd', 'spb', 'spl', 'batb', 'batl', 'bdatb', 'bdatl'];
const VALUES = ['ltp', 'tv', 'spn', 'spf'];

const listOf = (value: unknown): readonly Json[] => (value ?? []) as readonly Json[];

export class SlowBooks {
  /** By market, then `runner ladder key` to `price size`, or `runner value` to the value. */
  readonly facts = new Map<string, Map<string, string>>();
  readonly definitions = new Map<string, unknown>();

  take(message: Json): void {
    for (const change of listOf(message['mc'])) {
      const id = String(change['id']);
      if (change['img'] === true || !this.facts.has(id)) this.facts.set(id, new Map());
      const facts = this.facts.get(id) ?? new Map<string, string>();
      if (change['marketDefinition'] != null) this.definitions.set(id, change['marketDefinition']);
      if (change['tv'] != null) facts.set('tv', JSON.stringify(change['tv']));
      for (const runner of listOf(change['rc'])) takeRunner(facts, runner);
    }
  }
}

function takeRunner(facts: Map<string, string>, runner: Json): void {
  const name = `${String(runner['id'])}/${JSON.stringify(runner['hc'] ?? 0)}`;
  for (const ladder of LADDERS) {
    for (const entry of (runner[ladder] ?? []) as readonly (readonly number[])[]) {
      const key = `${name} ${ladder} ${String(entry[0])}`;
      const rest = entry.slice(1);
      if (rest.at(-1) === 0) facts.delete(key);
      else facts.set(key, rest.join(' '));
    }
  }
  for (const value of VALUES) {
    const given = runner[value];
    if (typeof given === 'number') facts.set(`${name} ${value}`, String(given));
    else if (given != null) facts.delete(`${name} ${value}`);
  }
}
