import { createServer } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { listen } from '../../lib/local/listen.ts';
import { Terminal } from './terminal.ts';

const keys = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_EC2_METADATA_DISABLED: 'true' };

/** A CloudFormation that answers everything so. */
async function cloudFormation(status: number, xml: string): Promise<string> {
  const server = createServer((_, response) => response.writeHead(status, { 'content-type': 'text/xml' }).end(xml));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${await listen(server, 0)}`;
}

const refusal = (code: string, message: string): string =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;

const stacks = (inside: string): string =>
  `<DescribeStacksResponse><DescribeStacksResult><Stacks>${inside}</Stacks></DescribeStacksResult></DescribeStacksResponse>`;

describe('a command for the deployed stack', () => {
  it.each([
    [
      400,
      refusal('ValidationError', 'Stack with id Weighbridge does not exist'),
      /^There is no stack Weighbridge in eu-west-1 of this AWS account\. If it is elsewhere, set AWS_REGION or AWS_PROFILE; .* npm run deploy\n$/,
    ],
    [
      403,
      refusal('ExpiredToken', 'The security token included in the request is expired'),
      /^The AWS credentials of this terminal have expired\. /,
    ],
    [403, refusal('RequestTimeTooSkewed', 'too large'), /^The clock of this computer is wrong/],
    [403, refusal('SignatureDoesNotMatch', 'Signature expired: now earlier'), /^The clock of this computer is wrong/],
    [403, refusal('InvalidClientTokenId', 'invalid'), /^AWS does not know the credentials of this terminal/],
    [
      403,
      refusal('AccessDenied', 'User: x is not authorized to perform: cloudformation:DescribeStacks on y'),
      /^The AWS identity of this terminal may not do cloudformation:DescribeStacks/,
    ],
    [
      200,
      stacks('<member><StackName>Weighbridge</StackName><StackStatus>CREATE_IN_PROGRESS</StackStatus></member>'),
      /^The stack Weighbridge in eu-west-1 is not complete \(CREATE_IN_PROGRESS\)\. /,
    ],
    [400, refusal('Strange', 'secret detail'), /^AWS did not tell where the stack is \(Strange\)\. /],
  ])('says in one line what %i %s means', async (status, xml, message) => {
    const AWS_ENDPOINT_URL = await cloudFormation(status, xml);
    const { code, stdout, stderr } = await new Terminal().run(['status'], {
      ...keys,
      AWS_ENDPOINT_URL,
      AWS_REGION: 'eu-west-1',
    });
    expect(stderr).toMatch(message);
    expect({ code, stdout, lines: stderr.split('\n').length }).toEqual({ code: 1, stdout: '', lines: 2 });
  });

  it('says so when there are no credentials', async () => {
    const { code, stderr } = await new Terminal().run(['status'], {
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWS_EC2_METADATA_DISABLED: 'true',
    });
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^This terminal has no AWS credentials\. .*\n$/),
    });
  });

  it('has a sign-in at Garmin kept in a file where there is no stack, and says so', async () => {
    const AWS_ENDPOINT_URL = await cloudFormation(
      400,
      refusal('ValidationError', 'Stack with id Weighbridge does not exist'),
    );
    const { stderr } = await new Terminal().run(['garmin', 'login'], {
      ...keys,
      AWS_ENDPOINT_URL,
      AWS_REGION: 'eu-west-1',
    });
    expect(stderr).toMatch(/^There is no stack .*\nSo the sign-in goes into a file\.\nThere is no terminal to ask /);
  });

  it('names both ways to hand over a sign-in when neither is open', async () => {
    const { code, stderr } = await new Terminal().run(['intervals', 'login'], { INTERVALS_API_KEY: 'invented-key' });
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^Nothing was deployed .*\nWithout AWS credentials: ask the owner for a code .* add --code CODE --to ADDRESS\.\n$/,
    );
  });

  it.each([
    [['--code', '0123-4567-89AB'], /^--code and --to belong together: give --to too/],
    [['--to', 'https://x.example'], /^--code and --to belong together: give --code too/],
    [['--code', 'short', '--to', 'https://x.example'], /^“short” is not a code: it has twelve signs/],
    [['--code', '0123-4567-89AB', '--to', 'http://x.example'], /^--to takes the https address/],
    [['--code', '0123-4567-89AB', '--to', 'https://x.example', '--for', 'Kim'], /leave --for out\.$/m],
  ])('refuses %j before it asks for anything', async (args, message) => {
    const { code, stderr } = await new Terminal().run(['intervals', 'login', ...args], {
      INTERVALS_API_KEY: 'invented-key',
    });
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(message) });
  });
});
