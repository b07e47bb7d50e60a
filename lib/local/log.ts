export interface LogLine {
  /** Who wrote it: a function as the template names it, or `local cloud`. */
  from: string;
  text: string;
}

export type Log = (line: LogLine) => void;
