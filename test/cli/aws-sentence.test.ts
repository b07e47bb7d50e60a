import { expect, it } from 'vitest';
import { awsSentence } from '../../lib/cli/aws-sentence.ts';

const named = (name: string, message = '') => Object.assign(new Error(message), { name });

it.each([
  [
    'CredentialsProviderError',
    'Could not load credentials from any providers',
    /^This terminal has no AWS credentials\. Sign in/,
  ],
  ['ExpiredToken', 'The security token included in the request is expired', /have expired\. Sign in again/],
  ['ExpiredTokenException', '', /have expired/],
  ['RequestTimeTooSkewed', 'The difference is too large', /^The clock of this computer is wrong/],
  ['RequestExpired', '', /^The clock of this computer is wrong/],
  ['InvalidSignatureException', 'Signature not yet current: 20261120T0000Z', /^The clock of this computer is wrong/],
  ['SignatureDoesNotMatch', 'Signature expired: 2026 is now earlier than 2026', /^The clock of this computer is wrong/],
  ['SignatureDoesNotMatch', 'does not match the signature you provided', /secret access key .* is wrong, or its clock/],
  ['InvalidClientTokenId', 'The security token included in the request is invalid.', /does not know the credentials/],
  ['UnrecognizedClientException', '', /does not know the credentials/],
  [
    'AccessDenied',
    'User: x is not authorized to perform: cloudformation:DescribeStacks on',
    /may not do cloudformation:DescribeStacks/,
  ],
  ['AccessDeniedException', '', /is not allowed to do this, or the stack is in another account/],
  [
    'ResourceNotFoundException',
    'Requested resource not found',
    /is not in this AWS account and region.*npm run deploy$/,
  ],
  ['Error', 'Region is missing', /Set AWS_REGION/],
  ['TimeoutError', '', /^AWS cannot be reached from here/],
])('%s (%s) becomes a sentence with what to do', (name, message, sentence) => {
  const text = awsSentence(named(name, message));
  expect(text).toMatch(sentence);
  expect(text).not.toContain('\n');
});

it('a network that is not there is told as that', () => {
  expect(awsSentence(Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' }))).toMatch(/^AWS cannot be reached/);
});

it('of anything else nothing is guessed', () => {
  expect(awsSentence(named('ThrottlingException'))).toBeUndefined();
});
