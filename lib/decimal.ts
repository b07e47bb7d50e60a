/**
 * `value * 10^exponent`, exactly as written in decimal: (80094, -3) is 80.094, where the product in
 * binary is 80.09400000000001.
 */
export function decimal(value: number, exponent: number): number {
  const [digits, own = '0'] = String(value).split('e');
  return Number(`${digits}e${Number(own) + exponent}`);
}

/**
 * Rounds half up at a number of decimals, in decimal: 70.105 at 2 is 70.11, although its binary form lies
 * below the half.
 */
export function roundHalfUp(value: number, decimals: number): number {
  const steps = 10 ** decimals;
  const scaled = value * steps;
  // Where no half is near enough for the binary error to matter, plain arithmetic gives the same number ten
  // times as fast.
  if (scaled > 0 && scaled < 1e9 && Math.abs((scaled % 1) - 0.5) > 1e-6) return Math.round(scaled) / steps;
  return decimal(Math.round(decimal(value, decimals)), -decimals);
}

/**
 * `dividend / divisor` rounded half up: where the quotient in decimal is a half, it counts as one although binary
 * arithmetic falls short of it.
 */
export function roundedQuotient(dividend: number, divisor: number, decimals: number): number {
  return roundHalfUp(roundHalfUp(dividend / divisor, 9), decimals);
}
