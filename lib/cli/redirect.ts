import { timingSafeEqual } from 'node:crypto';
import { UserError } from './user-error.ts';

/**
 * The code in the address to which Withings sent the browser.
 *
 * @param state the one that was sent along
 * @throws UserError when nobody agreed, or the address belongs to something else
 */
export function codeFrom(redirected: URL, state: string): string {
  const { searchParams } = redirected;
  if (!bringsState(redirected, state)) {
    throw new UserError(
      'What came back belongs to another try: its state is not the one that was sent along. Start again, and use the page that opens then.',
    );
  }
  const code = searchParams.get('code');
  if (code) return code;
  if (searchParams.get('error') === 'access_denied') {
    throw new UserError('You did not agree at Withings, so there are no tokens. Changed your mind? Start again.');
  }
  throw new UserError('Withings sent the browser back without a code. Start again.');
}

/** Whether an address brings back the state that was sent along. */
export const bringsState = ({ searchParams }: URL, state: string): boolean =>
  isSame(searchParams.get('state') ?? '', state);

function isSame(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}
