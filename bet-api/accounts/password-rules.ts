/** Why a password is refused; one stable word. */
export type PasswordProblem = 'contains_name' | 'too_simple' | 'too_common';

const LEAST_DIFFERENT_CHARACTERS = 5;

/** The most used passwords of eight characters or more, without the runs and repetitions that rules find. */
const COMMON = new Set(
  `password passw0rd password1 password12 password123 password1234 p@ssword p@ssw0rd p@ssw0rd1 qwertyuiop
   qwerty123 qwerty12 qwerty1234 qwertyui 1q2w3e4r 1q2w3e4r5t 1qaz2wsx zaq12wsx q1w2e3r4 q1w2e3r4t5 iloveyou
   iloveyou1 princess princess1 sunshine sunshine1 football football1 baseball baseball1 basketball superman
   superman1 batman123 trustno1 starwars welcome1 welcome123 letmein1 letmein123 whatever michelle jennifer
   jessica1 charlie1 michael1 jordan23 liverpool liverpool1 arsenal1 chelsea1 manchester computer internet
   samsung1 corvette mercedes maverick midnight butterfly chocolate asdfghjkl asdf1234 zxcvbnm1 zxcvbnm123
   abcd1234 abc12345 abc123456 a1b2c3d4 admin123 administrator changeme changeme1 default1 monkey123 dragon123
   shadow123 master123 hello123 freedom1 secret123 mustang1 access14 babygirl1 lovely123 ashley123 pokemon1
   google123 facebook1 overround overround1 sportsbook betting123`.split(/\s+/),
);

/** Letters and digits along the alphabet, the numbers and the keyboard, forwards; backwards is the same run. */
const RUNS = ['abcdefghijklmnopqrstuvwxyz', '01234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
const BOTH_WAYS = RUNS.flatMap((run) => [run, Array.from(run).reverse().join('')]);

const isRun = (text: string): boolean =>
  BOTH_WAYS.some((run) => run.includes(text) || run.repeat(2).includes(text));

/**
 * What makes a password easy to guess, beyond its length (NIST SP 800-63B, 5.1.1.2): the name in it, few
 * different characters, one run of the alphabet or keyboard, or a place on the list of common ones.
 */
export function passwordProblem(password: string, username: string): PasswordProblem | undefined {
  const folded = normalPassword(password).toLowerCase();
  if (folded.includes(username.toLowerCase())) return 'contains_name';
  if (new Set(folded).size < LEAST_DIFFERENT_CHARACTERS || isRun(folded)) return 'too_simple';
  return COMMON.has(folded) ? 'too_common' : undefined;
}

/** The same characters however a keyboard composes them; this is what is hashed. */
export const normalPassword = (password: string): string => password.normalize('NFKC');
