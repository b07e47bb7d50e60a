import type { GroupDraft } from './devices.ts';
import type { SandboxGroup } from './state.ts';

/** The group as the server keeps it, with what the draft left open. */
export function asStored(draft: GroupDraft, grpid: number, nowSeconds: number): SandboxGroup {
  const created = draft.created ?? nowSeconds;
  const deviceid = draft.deviceid ?? null;
  return {
    grpid,
    attrib: 0,
    created,
    modified: created,
    category: 1,
    deviceid,
    hash_deviceid: deviceid,
    modelid: null,
    model: null,
    comment: null,
    ...draft,
  };
}
