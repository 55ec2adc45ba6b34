import type { Role } from '#contracts/mod.ts';

import { session } from '../api/session.ts';
import { useValue } from '../state.ts';
import { AuthForm } from './auth-dialog.tsx';

type StaffDoorProps = Readonly<{
  role: Exclude<Role, 'bettor'>;
  title: string;
  /** What the login is for: "the book". */
  sees: string;
}>;

/** Stands before a page of the staff until somebody with the role has logged in. */
export function StaffDoor({ role, title, sees }: StaffDoorProps) {
  const user = useValue(session);
  const article = role === 'operator' ? 'an' : 'a';
  return (
    <main className="door card">
      <h1>{title}</h1>
      <p className="hint">
        {user === null
          ? `Log in as ${article} ${role} to see ${sees}.`
          : `${user.username} is no ${role}. Log in with ${article} ${role}'s account.`}
      </p>
      <AuthForm mode="login" />
    </main>
  );
}
