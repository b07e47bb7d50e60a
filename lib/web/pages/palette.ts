/** Warm paper and ink, one accent (it arrived), one warning (somebody must act). Nothing else is coloured. */
export interface Palette {
  paper: string;
  card: string;
  ink: string;
  soft: string;
  line: string;
  accent: string;
  warn: string;
  /** Behind a sentence that somebody must act on. */
  warnPaper: string;
}

export const light: Palette = {
  paper: '#f7f6f3',
  card: '#ffffff',
  ink: '#1d1c1a',
  soft: '#67645d',
  line: '#e6e3dc',
  accent: '#0f766e',
  warn: '#9a4a06',
  warnPaper: '#fbf0e2',
};

export const dark: Palette = {
  paper: '#161513',
  card: '#1f1e1b',
  ink: '#f1efe9',
  soft: '#a8a499',
  line: '#35332d',
  accent: '#2dd4bf',
  warn: '#fbbf24',
  warnPaper: '#33290f',
};
