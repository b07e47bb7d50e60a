/** For a browser that asks for nothing that is known here. */
const fallbackLocale = 'en-GB';

/** Longer than any browser sends, shorter than what would cost time. */
const readAtMost = 500;

/**
 * The language in which numbers and dates are written, by what the browser prefers (RFC 9110, 12.5.4): a BCP 47 tag
 * that `Intl` knows, without its extensions, which could choose another calendar.
 */
export function negotiateLocale(acceptLanguage = ''): string {
  const preferred = acceptLanguage
    .slice(0, readAtMost)
    .split(',')
    .map(readPreference)
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  for (const { tag } of preferred) {
    const known = knownTag(tag);
    if (known) return known;
  }
  return fallbackLocale;
}

function readPreference(part: string): { tag: string; weight: number } {
  const [tag = '', ...parameters] = part.split(';').map((text) => text.trim());
  const quality = parameters.find((parameter) => parameter.startsWith('q='));
  const weight = quality === undefined ? 1 : Number(quality.slice('q='.length));
  return { tag, weight: Number.isFinite(weight) ? weight : 0 };
}

function knownTag(tag: string): string | undefined {
  try {
    const { baseName } = new Intl.Locale(tag);
    return Intl.DateTimeFormat.supportedLocalesOf(baseName)[0];
  } catch {
    return undefined;
  }
}
