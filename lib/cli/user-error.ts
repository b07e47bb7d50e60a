/** Something the person at the terminal can mend: printed as its sentence alone, without a stack. */
export class UserError extends Error {
  override readonly name = 'UserError';
}
