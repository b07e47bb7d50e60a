/** Something the person at the terminal can mend: printed as its sentence alone, without a stack. */
export class UserError extends Error {
  override readonly name: string = 'UserError';
  /** What the command ends with. */
  readonly exitCode: number = 1;
}

/** The person at the terminal pressed Ctrl-C: as a program ends that was stopped by it. */
export class Stopped extends UserError {
  override readonly name = 'Stopped';
  override readonly exitCode = 130;
}
