import { useMutation } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';

import { CURRENCIES, isCurrency } from '#contracts/mod.ts';

import { login, register } from '../api/api.ts';
import { session } from '../api/session.ts';
import { Dialog } from './dialog.tsx';

type Mode = 'login' | 'register';
type AuthDialogProps = Readonly<{ start: Mode; onClose: () => void }>;

const TITLES: Readonly<Record<Mode, string>> = { login: 'Log in', register: 'Open an account' };

export function AuthDialog({ start, onClose }: AuthDialogProps) {
  const [mode, setMode] = useState(start);
  return (
    <Dialog title={TITLES[mode]} onClose={onClose}>
      <AuthForm key={mode} mode={mode} onDone={onClose} />
      <p className="dialog-foot">
        {mode === 'login' ? 'New here? ' : 'Already registered? '}
        <button
          type="button"
          className="text-button"
          onClick={() => setMode(mode === 'login' ? 'register' : 'login')}
        >
          {TITLES[mode === 'login' ? 'register' : 'login']}
        </button>
      </p>
    </Dialog>
  );
}

export function AuthForm({ mode, onDone }: Readonly<{ mode: Mode; onDone?: () => void }>) {
  const enter = useMutation({
    mutationFn: ({ username, password, currency }: Record<string, string>) =>
      mode === 'login'
        ? login(username ?? '', password ?? '')
        : register(
            username ?? '',
            password ?? '',
            currency !== undefined && isCurrency(currency) ? currency : 'EUR',
          ),
    onSuccess: (opened) => {
      session.set(opened);
      onDone?.();
    },
  });
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const fields = [...new FormData(event.currentTarget)].map(([name, value]) => [name, value]);
    enter.mutate(Object.fromEntries(fields) as Record<string, string>);
  };
  const isNew = mode === 'register';
  return (
    <form className="form" method="post" onSubmit={submit}>
      <label>
        User name
        <input
          name="username"
          autoComplete="username"
          required
          autoFocus
          {...(isNew ? { minLength: 3, maxLength: 32, pattern: '[A-Za-z0-9_.\\-]{3,32}' } : {})}
        />
      </label>
      <label>
        Password
        <input
          name="password"
          type="password"
          autoComplete={isNew ? 'new-password' : 'current-password'}
          required
          {...(isNew ? { minLength: 8 } : {})}
        />
        {isNew && <span className="hint">At least 8 characters.</span>}
      </label>
      {isNew && (
        <label>
          Currency
          <select name="currency" className="select">
            {CURRENCIES.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        </label>
      )}
      {enter.error !== null && (
        <p role="alert" className="problem">
          {enter.error.message}
        </p>
      )}
      <button type="submit" className="button primary wide" disabled={enter.isPending}>
        {TITLES[mode]}
      </button>
    </form>
  );
}
