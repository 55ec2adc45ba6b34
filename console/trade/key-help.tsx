import { Dialog } from '../ui/dialog.tsx';
import { DESK_KEYS } from './use-desk-keys.ts';

export function KeyHelp({ onClose }: Readonly<{ onClose: () => void }>) {
  return (
    <Dialog title="Keys" onClose={onClose}>
      <dl className="keys">
        {DESK_KEYS.map(([key, meaning]) => (
          <div key={key}>
            <dt>
              {key.split(' ').map((each) => (
                <kbd key={each}>{each}</kbd>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
