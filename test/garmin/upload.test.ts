import { expect, it } from 'vitest';
import { BugError, ReauthorizeError, RejectedError, RetryError } from '../../lib/errors.ts';
import { garminDestination } from '../../lib/garmin/destination.ts';
import { checkUpload } from '../../lib/garmin/upload.ts';
import type { Fetch } from '../../lib/http.ts';
import { weighIn } from '../body-events.ts';
import { garminWorld } from './world.ts';

const events = [weighIn('2026-11-20T06:30:00Z', 82.13)];

const answer = (status: number, body?: unknown) => ({
  status,
  headers: new Headers(),
  text: body === undefined ? '' : JSON.stringify(body),
});

const taken = { detailedImportResult: { uploadId: 4711, successes: [{ internalId: 1 }], failures: [] } };
const failed = (code?: number) => ({
  detailedImportResult: {
    uploadId: '',
    failures: [{ internalId: null, messages: code === undefined ? null : [{ code, content: 'SECRET CONTENT' }] }],
  },
});

it.each([200, 201, 202])('%i without failures is success', (status) => {
  expect(() => checkUpload(answer(status, taken))).not.toThrow();
  expect(() => checkUpload(answer(status, { detailedImportResult: { uploadId: 4711, failures: null } }))).not.toThrow();
});

it('400 with an upload id is a file taken with warnings', () => {
  expect(() => checkUpload(answer(400, taken))).not.toThrow();
});

it.each([
  ['415 in the body of a 201', answer(201, failed(415)), RejectedError, /does not take this file/],
  ['415 in the body of a 200', answer(200, failed(415)), RejectedError, /does not take this file/],
  ['415 as the status', answer(415), RejectedError, /does not take this file/],
  ['a duplicate of an activity', answer(409, failed(202)), RejectedError, /activity/],
  ['an unknown code', answer(202, failed(9)), RejectedError, /code 9/],
  ['a failure without a code', answer(202, failed()), RejectedError, /code missing/],
  ['a 400 with failures', answer(400, failed(415)), RejectedError, /does not take this file/],
  ['a 400 without an id', answer(400, { detailedImportResult: { uploadId: '' } }), BugError, /HTTP 400/],
  ['a bare 400', answer(400), BugError, /HTTP 400/],
  ['412', answer(412), ReauthorizeError, /Device Upload/],
  ['404', answer(404), BugError, /HTTP 404/],
])('%s is told for what it is', (_, given, kind, sentence) => {
  expect(() => checkUpload(given)).toThrow(kind);
  expect(() => checkUpload(given)).toThrow(sentence);
  expect(() => checkUpload(given)).not.toThrow(/SECRET/);
});

it.each([
  ['nothing', answer(200)],
  ['an empty object', answer(201, {})],
  ['no content', answer(204)],
])('success that says %s leaves open whether the file was taken', (_, given) => {
  expect(() => checkUpload(given)).toThrow(RetryError);
  expect(() => checkUpload(given)).toThrow(expect.objectContaining({ outcomeUnknown: true }));
});

it('the file is one part named file, with a .fit name and the bytes as they are', async () => {
  const { access, destination, store } = garminWorld();
  const file = destination.encode(events);
  let form: FormData | undefined;
  const fetch: Fetch = async (input, init) => {
    form = await new Request(input, init).formData();
    return Response.json(taken, { status: 201 });
  };
  await garminDestination({ ...access, fetch, store, zone: 'Etc/UTC' }).write(events, file);
  const part = form?.get('file');
  expect([...(form?.keys() ?? [])]).toEqual(['file']);
  expect(part).toBeInstanceOf(File);
  expect(part instanceof File && part.name).toMatch(/\.fit$/);
  expect(part instanceof File && new Uint8Array(await part.arrayBuffer())).toEqual(new Uint8Array(file.bytes));
});

it('a file that Garmin cannot read is rejected, whatever the status', async () => {
  const { destination, simulator } = garminWorld();
  const upload = destination.write(events, { bytes: new Uint8Array([1, 2, 3]), extension: 'fit' });
  await expect(upload).rejects.toThrow(RejectedError);
  expect(simulator.weights('anna')).toEqual([]);
});

it('an account without consent says which switch to turn', async () => {
  const { destination } = garminWorld({ uploadConsent: false });
  const upload = destination.write(events, destination.encode(events));
  await expect(upload).rejects.toThrow(ReauthorizeError);
  await expect(upload).rejects.toThrow(/Device Upload/);
});

it.each([
  ['lost', true],
  [504, true],
  ['lost', false],
  ['empty', true],
] as const)('an upload answered by %s (taken: %s) may have arrived, and is not repeated', async (fault, isTaken) => {
  const { destination, simulator } = garminWorld();
  simulator.addFault({ on: 'upload-service', taken: isTaken, answer: fault });
  const upload = destination.write(events, destination.encode(events));
  await expect(upload).rejects.toMatchObject({ kind: 'retry', outcomeUnknown: true });
  expect(simulator.calls['upload-service']).toBe(1);
  const [entry] = await destination.read(events);
  expect(entry?.holds(events[0]!) ?? false).toBe(isTaken);
});

it('a throttled upload surely did not arrive', async () => {
  const { destination, simulator } = garminWorld();
  simulator.addFault({ on: 'upload-service', taken: false, answer: 429 });
  const upload = destination.write(events, destination.encode(events));
  await expect(upload).rejects.toMatchObject({ kind: 'retry', outcomeUnknown: false, waitSeconds: 7200 });
});
