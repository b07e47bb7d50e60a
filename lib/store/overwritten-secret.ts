import { BugError } from '../errors.ts';
import { isJsonObject, parseSecret, type SecretVersion } from './secret-value.ts';

const context = { service: 'AWS', action: 'GetSecretValue' };

/**
 * What to tell the owner who wrote over the secret: what happened, and the command that brings the master key back and
 * prints no value.
 */
export function overwrittenSecret(secretId: string, current: SecretVersion, previous?: SecretVersion): BugError {
  const happened = `The secret ${secretId} has no master key any more: somebody wrote over it instead of adding to it.`;
  if (!previous || !parseSecret(previous)) return new BugError(`${happened} ${searchOlder(secretId)}`, context);
  const back = isJsonObject(current) ? merge(secretId, previous, current) : moveBack(secretId, previous, current);
  return new BugError(`${happened} Its previous version still has it. ${back}`, context);
}

/**
 * Versions by id, not by stage: run twice it does the same again, and nothing is put unless both were read.
 */
function merge(secretId: string, previous: SecretVersion, current: SecretVersion): string {
  const get = (version: SecretVersion) =>
    `aws secretsmanager get-secret-value --secret-id '${secretId}' --version-id ${version.versionId} ` +
    '--query SecretString --output text';
  const program = 'select(length == 2) | .[0] + (.[1] | del(.masterKey))';
  const put =
    `aws secretsmanager put-secret-value --secret-id '${secretId}' ` +
    '--secret-string file:///dev/stdin --query VersionId';
  return (
    'Bring it back beside what was put in, with this command in a shell that has jq (AWS CloudShell does): ' +
    `merged=$({ ${get(previous)}; ${get(current)}; } | jq -ces '${program}') && printf %s "$merged" | ${put}`
  );
}

function moveBack(secretId: string, previous: SecretVersion, current: SecretVersion): string {
  return (
    'What was put in is not a JSON object, so make the previous version the current one again: ' +
    `aws secretsmanager update-secret-version-stage --secret-id '${secretId}' --version-stage AWSCURRENT ` +
    `--move-to-version-id ${previous.versionId} --remove-from-version-id ${current.versionId}`
  );
}

function searchOlder(secretId: string): string {
  return (
    'Its previous version has none either. Look for an older one soon, before AWS deletes it: ' +
    `aws secretsmanager list-secret-version-ids --include-deprecated --secret-id '${secretId}'. ` +
    'Without the old master key the stored tokens stay closed, and every account has to be connected again.'
  );
}
