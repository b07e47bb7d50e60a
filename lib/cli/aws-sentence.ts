import { clockQuestion } from './clock-in-mind.ts';

/**
 * What to do about an error of the AWS SDK, which by itself says little to whoever forgot to sign in; undefined when
 * nobody knows.
 */
export function awsSentence(error: Error): string | undefined {
  const { name, message } = error;
  if (isOf(noCredentials, name)) {
    return (
      'This terminal has no AWS credentials. Sign in (aws sso login, or aws configure), or name a profile in AWS_PROFILE; ' +
      '`aws sts get-caller-identity` answers when it worked.'
    );
  }
  if (isOf(expired, name)) {
    return 'The AWS credentials of this terminal have expired. Sign in again, for example with aws sso login.';
  }
  // A wrong clock is told by the first name on some services, and as a wrong signature with such a text on others.
  if (isOf(skewed, name) || (isOf(badSignature, name) && /expired|not yet current|skew/i.test(message))) {
    return 'The clock of this computer is wrong, and AWS believes nobody whose clock is more than five minutes off. Set it (automatically, from the network) and try again.';
  }
  if (isOf(badSignature, name)) {
    return 'AWS does not accept the signature: the secret access key of this terminal is wrong, or its clock is. Check both.';
  }
  if (isOf(unknownIdentity, name)) {
    return 'AWS does not know the credentials of this terminal: the access key was deleted, or it is of another kind of AWS. Sign in again.';
  }
  if (name.startsWith('AccessDenied') || name === 'AuthorizationError') return denied(message);
  if (name === 'ResourceNotFoundException') {
    return (
      'What the stack was made of is not in this AWS account and region. Is this the account you deployed to (AWS_PROFILE)? ' +
      'If it was deployed anew since: npm run deploy'
    );
  }
  if (message === 'Region is missing')
    return 'This terminal names no AWS region. Set AWS_REGION to where the stack is.';
  const question = clockQuestion(error);
  if (question) return question;
  if (isNetworkTrouble(error)) return 'AWS cannot be reached from here. Is there a network?';
  return undefined;
}

const noCredentials = ['CredentialsProviderError', 'TokenProviderError', 'MissingAuthenticationToken'];
const expired = ['ExpiredToken', 'ExpiredTokenException', 'TokenRefreshRequired'];
const skewed = ['RequestTimeTooSkewed', 'RequestExpired', 'RequestInTheFuture'];
const badSignature = ['SignatureDoesNotMatch', 'InvalidSignatureException', 'InvalidSignature'];
const unknownIdentity = ['InvalidClientTokenId', 'UnrecognizedClientException', 'InvalidAccessKeyId', 'AuthFailure'];

const isOf = (names: readonly string[], name: string): boolean => names.includes(name);

function denied(message: string): string {
  const [, action] = /perform: ([\w:]+)/.exec(message) ?? [];
  const what = action ? `may not do ${action}` : 'is not allowed to do this';
  return `The AWS identity of this terminal ${what}, or the stack is in another account. Use the one you deployed with (AWS_PROFILE).`;
}

const networkCodes = [
  'ENOTFOUND',
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'ETIMEDOUT',
];

const isNetworkTrouble = (error: Error): boolean =>
  error.name === 'TimeoutError' || ('code' in error && networkCodes.includes(String(error.code)));
