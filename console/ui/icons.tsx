type IconProps = Readonly<{ name: IconName; size?: number }>;

const PATHS = {
  sun: 'M12 3v2m0 14v2M3 12h2m14 0h2M5.600 5.600l1.400 1.400m10 10 1.400 1.400m0-12.800-1.400 1.400m-10 10-1.400 1.400M16 12a4 4 0 1 1-8 0 4 4 0 0 1 8 0Z',
  moon: 'M20 14.500A8.500 8.500 0 0 1 9.500 4a8.500 8.500 0 1 0 10.500 10.500Z',
  close: 'm6 6 12 12M18 6 6 18',
  check: 'm5 12.500 4.500 4.500L19 7.500',
  lock: 'M7 11V8a5 5 0 0 1 10 0v3m-11 0h12v9H6z',
  alert: 'M12 8v5m0 3.500v.010M12 3 2.500 20h19z',
  clock: 'M12 7v5l3.500 2M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z',
  ticket: 'M4 7h16v3.500a1.800 1.800 0 0 0 0 3V17H4v-3.500a1.800 1.800 0 0 0 0-3zM14 7v10',
  chevron: 'm9 6 6 6-6 6',
  user: 'M16 8a4 4 0 1 1-8 0 4 4 0 0 1 8 0ZM4.500 20c1-3.600 4-5.500 7.500-5.500s6.500 1.900 7.500 5.500',
  plus: 'M12 5v14M5 12h14',
  keyboard: 'M3 7h18v10H3zm4 3.500h.010m3.300 0h.010m3.300 0h.010m3.300 0h.010M8 14h8',
  pause: 'M8 6v12m8-12v12',
  play: 'm8 5 11 7-11 7z',
} as const;
export type IconName = keyof typeof PATHS;

/** Drawn, never read aloud: what it means stands beside it or in a label. */
export function Icon({ name, size = 16 }: IconProps) {
  return (
    <svg
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}

export function Logo() {
  return (
    <svg className="logo" viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
      <circle className="logo-track" cx="16" cy="17" r="9" />
      <path className="logo-book" d="M16 8a9 9 0 1 1-8.600 6.300" />
      <path className="logo-over" d="M15.500 3.500A13.500 13.500 0 0 1 27.500 10.500" />
    </svg>
  );
}
