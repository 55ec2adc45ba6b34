import { Logo } from './icons.tsx';

export function Splash({ text }: Readonly<{ text: string }>) {
  return (
    <main className="splash">
      <Logo />
      <p role="status">{text}…</p>
    </main>
  );
}
