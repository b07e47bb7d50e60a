export interface LogLine {
  /** Who wrote it: a function as the template names it, or `local cloud`. */
  from: string;
  text: string;
  /** A mail: its reader sees it without having asked for a log. */
  isMail?: true;
}

export type Log = (line: LogLine) => void;
