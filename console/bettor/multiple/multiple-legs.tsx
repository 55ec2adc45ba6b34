import { useValue } from '../../state.ts';
import { Icon } from '../../ui/icons.tsx';
import { LegPrice } from '../leg-price.tsx';
import { removeEntry, type Entry } from '../slip.ts';
import { multiple, toggleBanker } from './state.ts';

type MultipleLegsProps = Readonly<{
  legs: readonly Entry[];
  /** Names of the fixtures that have more than one of the legs, by id. */
  related: ReadonlyMap<string, string>;
  isOpen: boolean;
}>;

/** The selections of the bet, each with its price; what must not stand together is said in words. */
export function MultipleLegs({ legs, related, isOpen }: MultipleLegsProps) {
  return (
    <>
      <ol className="slip-entries multiple-legs" aria-label="Selections of the bet">
        {legs.map((entry) => (
          <Leg
            key={entry.id}
            entry={entry}
            isRelated={related.has(entry.fixtureId)}
            isOpen={isOpen}
            mayBank={legs.length > 2}
          />
        ))}
      </ol>
      {related.size > 0 && (
        <p className="problem" role="alert">
          {[...related.values()].join(' and ')}: two selections of one match depend on each other,
          so they cannot stand in one bet. Take one of them out, or bet on them as singles.
        </p>
      )}
    </>
  );
}

type LegProps = Readonly<{ entry: Entry; isRelated: boolean; isOpen: boolean; mayBank: boolean }>;

function Leg({ entry, isRelated, isOpen, mayBank }: LegProps) {
  const { id, outcome, market, fixture } = entry;
  return (
    <li className="entry multiple-leg" data-related={isRelated}>
      <b>{outcome}</b>
      <LegPrice entry={entry} />
      {isOpen && (
        <button
          type="button"
          className="icon-button"
          aria-label={`Take ${outcome}, ${market} off the slip`}
          onClick={() => removeEntry(id)}
        >
          <Icon name="close" size={14} />
        </button>
      )}
      <span className="entry-market">
        {market} · {fixture}
      </span>
      {isOpen && mayBank && <Banker entry={entry} />}
    </li>
  );
}

function Banker({ entry: { id, outcome } }: Readonly<{ entry: Entry }>) {
  const isBanker = useValue(multiple).bankers.has(id);
  return (
    <button
      type="button"
      className="chip"
      aria-pressed={isBanker}
      aria-label={`Banker: ${outcome} stands in every line`}
      title="A banker stands in every line"
      onClick={() => toggleBanker(id)}
    >
      Banker
    </button>
  );
}
