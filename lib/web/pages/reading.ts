/** What was measured: the figure itself, and what else is worth a word. */
export interface Reading {
  figure: string;
  unit: string;
  beside?: string;
}
