import { html } from 'hono/html';
import type { HealthSection } from './section.ts';

export const goals: HealthSection = {
  id: 'goals',
  title: 'Goals',
  scopes: ['user.info', 'user.metrics'],
  async show(user, { words: { numbers } }) {
    const { steps, sleep, weight } = await user.getUserGoals();
    const aim = weight && numbers.shortWeight(weight.decimal);
    const rows = [
      ...(aim ? [['Weight', `${aim.figure} ${aim.unit}`]] : []),
      ...(steps ? [['Steps', `${numbers.figure(steps, 0)} a day`]] : []),
      ...(sleep ? [['Sleep', `${numbers.hours(sleep)} a night`]] : []),
    ];
    if (rows.length === 0) return undefined;
    return html`<dl>${rows.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>`;
  },
};
