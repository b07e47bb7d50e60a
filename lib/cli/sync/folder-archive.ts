import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from '../../local/atomic-file.ts';
import { type Archive, archiveKey } from '../../store/archive.ts';

/** Every file as it was sent, in a folder, by the names it would have in the cloud. */
export const folderArchive = (folder: string): Pick<Archive, 'put' | 'removeAll'> => ({
  async put(account, file, newestMeasuredAt) {
    const key = archiveKey(account, file, newestMeasuredAt);
    writeFileAtomically(join(folder, ...key.split('/')), file.bytes);
    return key;
  },
  async removeAll(account) {
    await rm(join(folder, 'fit', account), { recursive: true, force: true });
    return true;
  },
});
