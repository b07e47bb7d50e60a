import { Hono } from 'hono';
import { type FitContents, readMeasurements } from './fit-contents.ts';
import { FitError } from './fit-reader.ts';
import { wallTime } from './local-time.ts';
import type { GarminAccount, Upload } from './state.ts';
import { creationKey, nextId, randomUuid, type SignedIn, visibilityNow, type World } from './world.ts';

/**
 * upload-service: takes FIT files for what they hold. Nothing is compared with what is there: the same file twice
 * is everything twice.
 */
export function uploadRoutes(world: World): Hono<SignedIn> {
  const routes = new Hono<SignedIn>();

  routes.on(
    'POST',
    ['/upload-service/upload', '/upload-service/upload/.fit', '/upload-service/upload/fit'],
    async (c) => {
      const { account } = c.var;
      if (!account.uploadConsent) return c.json({ message: 'User has not consented to Device Upload' }, 412);
      const file = await fileOf(c.req.raw);
      if (!file) return c.json({ message: 'There is no file in the request' }, 400);
      const upload = await receive(world, account, file, c.req.header('User-Agent') ?? '');
      if (upload.outcome === 'tooBig') return c.html('<html><title>504 Gateway Time-out</title></html>', 504);
      const status = upload.outcome === 'dropped' ? 202 : 201;
      return c.json({ detailedImportResult: importResult(world, account, upload) }, status);
    },
  );

  return routes;
}

async function receive(world: World, account: GarminAccount, file: File, userAgent: string): Promise<Upload> {
  const fate = await importFile(world, account, file, userAgent);
  const upload = { uploadId: nextId(world), fileName: file.name, fileSize: file.size, at: world.clock.now(), ...fate };
  account.uploads.push(upload);
  return upload;
}

async function importFile(
  world: World,
  account: GarminAccount,
  file: File,
  userAgent: string,
): Promise<Pick<Upload, 'outcome' | 'records'>> {
  const { browserUploadsVanish, recordsPerFile } = world.state.knobs;
  if (browserUploadsVanish && userAgent.startsWith('Mozilla/')) return { outcome: 'dropped', records: 0 };
  const contents = await measurementsOf(file);
  if (!contents) return { outcome: 'refused', records: 0 };
  const records = contents.weights.length + contents.pressures.length;
  if (records > recordsPerFile) return { outcome: 'tooBig', records };
  store(world, account, contents);
  return { outcome: 'imported', records };
}

async function fileOf(request: Request): Promise<File | undefined> {
  try {
    const file = (await request.formData()).get('file');
    return file instanceof File ? file : undefined;
  } catch {
    return undefined; // not multipart, or cut off
  }
}

/** Undefined when Garmin cannot make sense of the file; the name's extension picks the parser. */
async function measurementsOf(file: File): Promise<FitContents | undefined> {
  if (!file.name.toLowerCase().endsWith('.fit')) return undefined;
  try {
    return readMeasurements(await file.bytes());
  } catch (error) {
    if (error instanceof FitError) return undefined;
    throw error;
  }
}

function store(world: World, account: GarminAccount, { weights, pressures }: FitContents): void {
  for (const weight of weights) {
    account.weights.push({
      ...weight,
      measuredAtLocal: wallTime(weight.measuredAt, account.zone),
      samplePk: creationKey(world),
      sourceType: 'INDEX_SCALE',
      ...visibilityNow(world),
    });
  }
  for (const pressure of pressures) {
    account.pressures.push({
      ...pressure,
      measuredAtLocal: wallTime(pressure.measuredAt, account.zone),
      version: creationKey(world),
      sourceType: 'DEVICE',
      notes: null,
      ...visibilityNow(world),
    });
  }
}

function importResult(world: World, { profileId }: GarminAccount, upload: Upload) {
  const refused = upload.outcome === 'refused';
  return {
    uploadId: refused ? '' : upload.uploadId,
    uploadUuid: refused ? null : { uuid: randomUuid(world) },
    owner: profileId,
    fileSize: refused ? 0 : upload.fileSize,
    processingTime: 36,
    creationDate: new Date(upload.at).toISOString().replace('T', ' ').replace('Z', ' GMT'),
    ipAddress: null,
    fileName: upload.fileName,
    report: null,
    successes: upload.outcome === 'imported' ? [{ internalId: upload.uploadId, externalId: null, messages: null }] : [],
    failures: refused ? [unsupportedFile] : [],
  };
}

const unsupportedFile = {
  internalId: null,
  externalId: null,
  messages: [{ code: 415, content: 'The file is of a type we do not support.' }],
};
