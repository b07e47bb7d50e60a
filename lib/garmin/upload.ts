import * as v from 'valibot';
import { BugError, ReauthorizeError, RejectedError, RetryError } from '../errors.ts';
import { type Answer, jsonOf } from '../http.ts';
import type { ConnectApi } from './connect-api.ts';

const call = { service: 'Garmin', action: 'upload' };

/**
 * Sends one FIT file. Resolves when Garmin says it took it; whether its content can be seen, only reading back tells.
 *
 * @throws RetryError with `outcomeUnknown` when the file may have been taken all the same.
 */
export async function uploadFit(api: ConnectApi, bytes: Uint8Array): Promise<void> {
  const body = (): FormData => {
    const form = new FormData();
    // The extension of the name, not the type, decides how Garmin reads the part.
    form.append('file', new Blob([new Uint8Array(bytes)], { type: 'application/octet-stream' }), 'weighbridge.fit');
    return form;
  };
  checkUpload(await api.send({ method: 'POST', path: '/upload-service/upload', action: call.action, body }));
}

const codeOf = { unsupportedFile: 415, duplicateActivity: 202 } as const;

/** `uploadId` is a number for a file that was taken and `""` for one that was not. */
const importSchema = v.object({
  detailedImportResult: v.object({
    uploadId: v.nullish(v.union([v.number(), v.string()])),
    failures: v.nullish(
      v.array(v.object({ messages: v.nullish(v.array(v.object({ code: v.nullish(v.number()) }))) })),
      [],
    ),
  }),
});

/**
 * Throws unless the answer says that the whole file was taken. Garmin can refuse with any status, so the body decides.
 */
export function checkUpload(answer: Answer): void {
  const { status } = answer;
  if (status === 412) throw consentMissing();
  if (status === 409) throw rejection(codeOf.duplicateActivity, status);
  if (status === 415) throw rejection(codeOf.unsupportedFile, status);
  const accepted = status >= 200 && status < 300;
  if (!accepted && status !== 400) throw unknownAnswer(status);
  const result = importResult(answer);
  const failure = result?.failures?.[0];
  if (failure) throw rejection(failure.messages?.[0]?.code ?? undefined, status);
  // A 400 with an id is a file that was taken with warnings.
  if (status === 400 && !result?.uploadId) throw unknownAnswer(status);
  if (!result) {
    throw new RetryError('Garmin did not say whether it took the file.', { ...call, status, outcomeUnknown: true });
  }
}

function importResult(answer: Answer): v.InferOutput<typeof importSchema>['detailedImportResult'] | undefined {
  const body = answer.text.trim() === '' ? undefined : jsonOf(answer, call);
  const parsed = v.safeParse(importSchema, body);
  return parsed.success ? parsed.output.detailedImportResult : undefined;
}

/** Often enough for somebody who has just switched it on, and no more than the schedule would try. */
const consentRecheckSeconds = 3 * 3600;

const consentMissing = (): ReauthorizeError =>
  new ReauthorizeError(
    'Garmin takes no files for this account yet. Switch on “Device Upload” in Garmin Connect (Settings, Data); what waits then goes there by itself within a few hours.',
    { ...call, status: 412, recheckSeconds: consentRecheckSeconds },
  );

function rejection(code: number | undefined, status: number): RejectedError {
  return new RejectedError(rejectionSentence(code), { ...call, status });
}

function rejectionSentence(code: number | undefined): string {
  if (code === codeOf.unsupportedFile) return 'Garmin does not take this file.';
  if (code === codeOf.duplicateActivity) return 'Garmin takes the file for an activity that it already has.';
  return `Garmin refused the file (code ${code ?? 'missing'}).`;
}

const unknownAnswer = (status: number): BugError =>
  new BugError(`Garmin answered the upload in a way this version does not know (HTTP ${status}).`, { ...call, status });
