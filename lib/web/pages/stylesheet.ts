import { createHash } from 'node:crypto';
import { chartStyles } from '../chart/styles.ts';
import { overviewStyles } from './overview-styles.ts';
import { dark, light, type Palette } from './palette.ts';
import { forms } from './stylesheet/forms.ts';
import { frame } from './stylesheet/frame.ts';
import { ground } from './stylesheet/ground.ts';
import { overview } from './stylesheet/overview.ts';
import { owner } from './stylesheet/owner.ts';
import { print } from './stylesheet/print.ts';
import { sections } from './stylesheet/sections.ts';
import { tables } from './stylesheet/tables.ts';
import { touch } from './stylesheet/touch.ts';

const variables = ({ paper, card, ink, soft, line, accent, warn, warnPaper }: Palette): string =>
  `--paper:${paper};--card:${card};--ink:${ink};--soft:${soft};--line:${line};--accent:${accent};--warn:${warn};--warn-paper:${warnPaper}`;

const colours = `
:root{color-scheme:light dark;${variables(light)}}
@media (prefers-color-scheme:dark){:root{${variables(dark)}}}
`;

/** In the order in which they count: of two rules that say the same of one thing the later wins. */
const parts = [
  colours,
  ground,
  frame,
  sections,
  forms,
  tables,
  overview,
  chartStyles,
  overviewStyles,
  owner,
  touch,
  print,
];

/** The whole look. Written for 320 px first; what needs room asks for it. */
export const stylesheet = parts.join('');

/** As a content security policy names it. */
export const stylesheetHash = `sha256-${createHash('sha256').update(stylesheet).digest('base64')}`;
