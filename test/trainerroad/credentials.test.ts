import { expect, it } from 'vitest';
import { RejectedError } from '../../lib/errors.ts';
import { cookieValue, parsePastedCookie } from '../../lib/trainerroad/credentials.ts';

it.each([
  ['the value alone', 'ABC-123=='],
  ['name and value', 'SharedTrainerRoadAuth=ABC-123=='],
  ['a whole header', 'Cookie: first=1; SharedTrainerRoadAuth=ABC-123==; last=2'],
  ['a header without its name', 'first=1;SharedTrainerRoadAuth=ABC-123=='],
  ['stray space', '  ABC-123==\n'],
])('finds the session in %s', (_, pasted) => {
  expect(parsePastedCookie(pasted)).toBe('ABC-123==');
});

it.each(['', '   ', 'two words', 'a;b', 'line\nbreak', 'first=1; second=2', 'Ünicode', '"quoted"'])(
  '%j is no session',
  (pasted) => {
    expect(() => parsePastedCookie(pasted)).toThrow(RejectedError);
    expect(() => parsePastedCookie(pasted)).toThrow(/SharedTrainerRoadAuth/);
  },
);

it('a cookie’s value stays whole up to its attributes, and a longer name is another cookie', () => {
  const setCookies = [
    'OtherTrainerRoadAuth=1; Path=/',
    'TrainerRoadAuth=a=b==; Path=/; HttpOnly',
    'TrainerRoadAuthX=2',
  ];
  expect(cookieValue(setCookies, 'TrainerRoadAuth')).toBe('a=b==');
  expect(cookieValue(['TrainerRoadAuth=; Max-Age=0'], 'TrainerRoadAuth')).toBeUndefined();
});
