import { html } from 'hono/html';
import { batteryWords } from '../pages/battery.ts';
import { said, when } from './outside.ts';
import { records } from './records.ts';
import type { HealthSection } from './section.ts';

const shownAtMost = 20;

export const devices: HealthSection = {
  id: 'devices',
  title: 'Devices',
  scopes: ['user.info'],
  async show(user, { words }) {
    const known = await user.getUserDevices();
    if (known.length === 0) return undefined;
    return records(
      known.slice(0, shownAtMost).map(({ model, type, battery, last_session_date: last }) => ({
        title: said(model ?? type ?? 'A device without a name'),
        beside: last === null ? '' : html`used ${when(last, words)}`,
        words: [
          ...(model && type ? [said(type)] : []),
          battery === 'low' ? html`<b>${batteryWords(battery)}</b>` : batteryWords(battery),
        ],
      })),
    );
  },
};
