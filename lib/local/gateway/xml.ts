const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (text: string): string =>
  // Control characters are not allowed in XML even when escaped, except for the three that are white space.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  text.replace(/[&<>"]/g, (character) => escapes[character] ?? '').replace(/[\x00-\x08\x0B\x0C\x0E-\x1F]/g, '');

/** One XML element. Its content is XML already, unless it is said to be text. */
export const element = (name: string, content: string, kind: 'xml' | 'text' = 'xml'): string =>
  `<${name}>${kind === 'text' ? escaped(content) : content}</${name}>`;
